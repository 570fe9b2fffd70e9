import type { Command } from 'commander'
import { z } from 'zod'
import { type OpenProofSite, type ProofReport, keepProof, proveWall } from '../governance/wall-proof/wall-proof.ts'
import type { Run } from './commands.ts'
import { parseOptions } from './options.ts'

const optionsSchema = z.object({
  people: z.coerce
    .number('Write a number of people.')
    .int()
    .min(24, 'At least 24 people are needed.')
    .max(5000, 'At most 5000.'),
  seed: z.coerce.number('Write a number.').int(),
})

/** `tango prove-wall`. Exit code 1 when there is an incident. `open` puts the program over the database of the proof. */
export function wallProofCommands(open: OpenProofSite): (program: Command, run: Run) => void {
  return (program, run) => {
    program
      .command('prove-wall')
      .description('Prove the wall with made-up people in a database of its own. Your data is not touched.')
      .option('--people <number>', 'employees, and as many members outside', '300')
      .option('--seed <number>', 'another number tries other things', '1')
      .option('--json', 'answer in JSON')
      .addHelpText('after', '\nExit codes: 0 no incident, 1 something reached somebody who must not have it.')
      .action((options: unknown) => {
        const size = parseOptions(optionsSchema, options)
        return run(async ({ ctx, pool, print, json, interactive }) => {
          const tell = (line: string): void => void (interactive && process.stderr.write(`${line}\n`))
          const report = await proveWall(String(pool.options.connectionString), open, size, tell)
          await keepProof(ctx, report)
          if (json) print(JSON.stringify(report))
          else for (const line of reportLines(report)) print(line)
          return report.incidents.length > 0 ? 1 : 0
        })
      })
  }
}

function reportLines(report: ProofReport): string[] {
  const { people, readers, addresses, answers, mails, streams, seconds, incidents } = report
  return [
    `${people} employees and ${people} members, ${readers.length} readers, ${addresses} addresses: ${answers} answers, ${mails} mails and ${streams} open pages in ${seconds} s.`,
    ...incidents.map((one) => `INCIDENT  ${one.kind}  ${one.reader}  ${one.address}  ${one.what}`),
    incidents.length === 0 ? 'No incident: the wall holds.' : `${incidents.length} incidents. Report them.`,
  ]
}

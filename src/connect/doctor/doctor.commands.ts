import type { Command } from 'commander'
import type { Run } from '../commands.ts'
import { examine, exitCodeOf, repairCounters } from './doctor.ts'

const words = { fine: 'fine', warning: 'LOOK', broken: 'BROKEN' }

/** `tango doctor`. */
export function doctorCommands(program: Command, run: Run): void {
  program
    .command('doctor')
    .description('Look at everything that can go wrong, one line each. Without --repair it changes nothing.')
    .option('--repair', 'correct wrong counts first; nothing else is ever repaired')
    .option('--json', 'answer in JSON')
    .addHelpText(
      'after',
      '\nExit codes: 0 all fine, 1 something is broken, 2 nothing is broken but something needs a look.',
    )
    .action(({ repair = false }: { repair?: boolean }) =>
      run(async ({ ctx, config, blobs, print, json }) => {
        const corrected = repair ? await repairCounters(ctx) : 0
        const findings = await examine({ ctx, config, blobs })
        if (json) print(JSON.stringify({ corrected, findings }))
        else {
          if (repair) print(`${corrected} counts corrected.`)
          for (const { check, health, words: found } of findings)
            print(`${words[health].padEnd(8)}${check.padEnd(15)}${found}`)
        }
        return exitCodeOf(findings)
      }),
    )
}

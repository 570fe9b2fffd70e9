import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { StartError } from '../../platform/start-error.ts'
import type { Run } from '../commands.ts'
import { importStructure, reportLines } from './structure.ts'

/** `tango import-structure`. Exit code 1 when a line needs mending: nothing was written then. */
export function structureCommands(program: Command, run: Run): void {
  program
    .command('import-structure')
    .description(
      'Bring in people, places and placements from CSV files; all of it or nothing. Run it again at any time.',
    )
    .argument('<files...>', 'CSV files, UTF-8, told by the columns in their first line')
    .option('--dry-run', 'check everything and say what would change, write nothing')
    .option('--json', 'answer in JSON')
    .addHelpText(
      'after',
      [
        '',
        'Columns (those in brackets may be left out or empty):',
        '  people      email, name, [job title], [handle]',
        '  places      axis, code, title, [parent], [from]',
        '  placements  email, axis, code, [role], [from], [to]',
        '',
        'An axis is named by its key, a parent by its code, a role by its key (member unless told), a day as 2026-03-31',
        '(today unless told). People without an account are made unclaimed; hand theirs over with "tango user claim".',
        'Nobody who is missing in the files is removed: the report names them.',
        '',
        'Exit codes: 0 done, or nothing to do; 1 a line needs mending, nothing was written.',
      ].join('\n'),
    )
    .action((paths: string[], options: { dryRun?: boolean }) =>
      run(async ({ ctx, print, json }) => {
        const files = await Promise.all(paths.map(async (name) => ({ name, bytes: await bytesOf(name) })))
        const report = await importStructure(ctx, files, options)
        if (json) print(JSON.stringify(report))
        else for (const line of reportLines(report)) print(line)
        return report.problems.length > 0 ? 1 : 0
      }),
    )
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch {
    throw new StartError(`The file ${path} cannot be read. Check its name.`)
  }
}

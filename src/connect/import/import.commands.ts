import type { Command } from 'commander'
import type { Run } from '../commands.ts'
import { importStackExchange, reportLines } from './import.ts'
import { progressBar } from './progress-bar.ts'

/** `tango import stackexchange`. Exit code 2 when rows were left out or need a look. */
export function importCommands(program: Command, run: Run): void {
  program
    .command('import')
    .description('Bring in what was written elsewhere.')
    .command('stackexchange')
    .description(
      'Import a Stack Exchange data dump into an outside space. Run it again to go on or to add what is new.',
    )
    .argument('<dir>', 'folder with Posts.xml, Users.xml, Comments.xml, Votes.xml, Tags.xml, PostLinks.xml, Badges.xml')
    .requiredOption('--space <slug>', 'the outside space that takes it')
    .option('--dry-run', 'read and check everything, write nothing')
    .option('--json', 'answer in JSON')
    .addHelpText(
      'after',
      '\nExit codes: 0 all is here, 1 stopped (the message says why; nothing is half done),\n2 done, but some rows need a look: each is listed with its file, line and Id.',
    )
    .action((folder: string, options: { space: string; dryRun?: boolean }) =>
      run(async ({ ctx, print, json, interactive }) => {
        const bar = interactive ? progressBar((text) => process.stderr.write(text)) : undefined
        try {
          const report = await importStackExchange(ctx, { ...options, folder, onProgress: bar?.draw })
          bar?.end()
          if (json) print(JSON.stringify(report))
          else for (const line of reportLines(report)) print(line)
          return report.problemCount > 0 ? 2 : 0
        } finally {
          bar?.end()
        }
      }),
    )
}

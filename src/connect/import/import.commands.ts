import { type Command, InvalidArgumentError } from 'commander'
import type { Run } from '../commands.ts'
import { importDiscourse, siteName, reportLines as siteLines } from '../discourse/discourse.ts'
import { importStackExchange, reportLines } from './import.ts'
import { progressBar } from './progress-bar.ts'

const exitCodes =
  '\nExit codes: 0 all is here, 1 stopped (the message says why; nothing is half done),\n2 done, but some rows need a look: each is listed with its place.'

/** `tango import stackexchange` and `tango import discourse`. Exit code 2 when rows were left out or need a look. */
export function importCommands(program: Command, run: Run): void {
  const command = program.command('import').description('Bring in what was written elsewhere.')
  stackExchangeCommand(command, run)
  discourseCommand(command, run)
}

function stackExchangeCommand(command: Command, run: Run): void {
  command
    .command('stackexchange')
    .description(
      'Import a Stack Exchange data dump into an outside space. Run it again to go on or to add what is new.',
    )
    .argument('<dir>', 'folder with Posts.xml, Users.xml, Comments.xml, Votes.xml, Tags.xml, PostLinks.xml, Badges.xml')
    .requiredOption('--space <slug>', 'the outside space that takes it')
    .option('--site <host>', 'the old address, such as meta.example.com: /from/HOST/questions/12 leads here', asSite)
    .option('--dry-run', 'read and check everything, write nothing')
    .option('--json', 'answer in JSON')
    .addHelpText('after', exitCodes)
    .action((folder: string, options: { space: string; site?: string; dryRun?: boolean }) =>
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

function discourseCommand(command: Command, run: Run): void {
  command
    .command('discourse')
    .description(
      'Import a Discourse site: saved pages of its API (JSON), its backup, or its CSV exports. Run it again to go on or to add what is new.',
    )
    .argument('<source>', 'a folder, a .zip, a .tar.gz, or one file')
    .requiredOption('--site <host>', 'the old address, such as forum.example.com; names the import', asSite)
    .option('--private-messages', 'take private messages too, each for those alone whom it was for')
    .option('--vouch', 'the posts of a CSV export may be public: it does not tell hidden and deleted ones from others')
    .option('--dry-run', 'read and check everything, write nothing')
    .option('--json', 'answer in JSON')
    .addHelpText('after', exitCodes)
    .action((source: string, options: { site: string; privateMessages?: boolean; vouch?: boolean; dryRun?: boolean }) =>
      run(async ({ ctx, print, json, interactive }) => {
        const { vouch: vouched, ...rest } = options
        const onProgress = (what: string, done: number) => process.stderr.write(`\r\u001b[K${what}: ${done}`)
        const report = await importDiscourse(ctx, {
          ...rest,
          source,
          ...(vouched && { vouched }),
          ...(interactive && { onProgress }),
        })
        if (interactive) process.stderr.write('\r\u001b[K')
        if (json) print(JSON.stringify(report))
        else for (const line of siteLines(report)) print(line)
        return report.problemCount > 0 ? 2 : 0
      }),
    )
}

function asSite(text: string): string {
  try {
    return siteName(text)
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message)
  }
}

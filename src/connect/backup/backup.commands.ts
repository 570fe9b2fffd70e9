import type { Command } from 'commander'
import type { Run } from '../commands.ts'
import { type Manifest, backUp, checkArchive, restore, summaryOf } from './backup.ts'

/** `tango backup`, `tango restore`. */
export function backupCommands(program: Command, run: Run): void {
  program
    .command('backup')
    .description('Write everything into one file, as it stands at this moment. The server may go on.')
    .argument('<file>', 'a file that is not there yet, such as tango.tar.gz')
    .option('--json', 'answer in JSON')
    .addHelpText(
      'after',
      '\nLeft out on purpose: sessions, sign-in codes and owner links. After a restore everybody signs in anew.',
    )
    .action((file: string) =>
      run(async ({ pool, blobs, print, json }) => {
        const summary = await backUp({ pool, blobs }, file)
        if (json) return print(JSON.stringify(summary))
        const { rows, tables, files, missingFiles, jobs, bytes } = summary
        print(
          `Wrote ${file}: ${rows} rows in ${Object.keys(tables).length} tables, ${files} files, ${jobs} open jobs, ${megabytes(bytes)}.`,
        )
        if (missingFiles === 0) return
        print(`${missingFiles} files have no bytes on disk and are not in it. tango doctor says which.`)
        return 2
      }),
    )
  program
    .command('restore')
    .description('Read a backup into an empty Tango: a new data folder, or an empty database.')
    .argument('<file>', 'a file that tango backup wrote')
    .option('--check', 'only prove that the file is whole and say what is in it')
    .option('--json', 'answer in JSON')
    .addHelpText(
      'after',
      '\nThe file is proved whole before anything is written, and all of it is restored or nothing.\nStop the server first, or restore where none runs yet.',
    )
    .action(async (file: string, { check = false }: { check?: boolean }, command: Command) => {
      if (!check) {
        return run(async ({ pool, blobs, print, json }) => {
          print(outcome(file, await restore({ pool, blobs }, file), { check, json }))
        })
      }
      // Proving a file needs no database.
      const { json } = command.optsWithGlobals<{ json?: boolean }>()
      console.log(outcome(file, await checkArchive(file), { check, json }))
    })
}

function outcome(file: string, manifest: Manifest, { check, json }: { check: boolean; json?: boolean }): string {
  const summary = summaryOf(manifest)
  if (json)
    return JSON.stringify({ file, restored: !check, madeAt: manifest.madeAt, tango: manifest.tango, ...summary })
  const words = `${summary.rows} rows in ${Object.keys(summary.tables).length} tables, ${summary.files} files, ${summary.jobs} open jobs`
  return check
    ? `${file} is whole: ${words}, made at ${manifest.madeAt} by Tango ${manifest.tango}.`
    : `Restored ${words}. Every count is as in the backup.`
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}

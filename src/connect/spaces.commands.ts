import type { Command } from 'commander'
import { createSpace, listSpaces, newSpaceSchema } from '../realms/spaces/spaces.ts'
import type { Run } from './commands.ts'
import { parseOptions } from './options.ts'

/** `tango space create`, `tango space list`. */
export function spaceCommands(program: Command, run: Run): void {
  const space = program.command('space').description('Make and list spaces.')
  space
    .command('create')
    .description('Make a space. Its realm can never be changed.')
    .requiredOption('--realm <realm>', 'inside, outside or bridge')
    .requiredOption('--slug <slug>', 'its address: small letters, digits, hyphens')
    .requiredOption('--title <title>', 'its name')
    .option('--description <text>', 'one sentence about it')
    .option('--access <access>', 'inside: employees or members; outside: public or members; bridge: invited')
    .option('--json', 'answer in JSON')
    .action((options: unknown) => {
      const space = parseOptions(newSpaceSchema, options)
      return run(async ({ ctx, print, json }) => {
        const made = await createSpace(ctx, space)
        print(
          json
            ? JSON.stringify(made)
            : `Made the ${made.realm} space “${made.title}” at ${made.slug}, open to: ${made.access}.`,
        )
      })
    })
  space
    .command('list')
    .description('List all spaces.')
    .option('--json', 'answer in JSON')
    .action(() =>
      run(async ({ ctx, print, json }) => {
        const spaces = await listSpaces(ctx)
        if (json) return print(JSON.stringify(spaces))
        for (const one of spaces)
          print(`${one.realm.padEnd(8)}${one.access.padEnd(11)}${one.slug.padEnd(24)}${one.title}`)
      }),
    )
}

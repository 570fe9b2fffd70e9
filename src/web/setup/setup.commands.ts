import type { Command } from 'commander'
import { z } from 'zod'
import type { Run } from '../../connect/commands.ts'
import { parseOptions } from '../../connect/options.ts'
import { readPassword } from '../../connect/people.commands.ts'
import { slugOf } from '../../platform/text/markdown.ts'
import { type BuildDemo, setUp } from './setup.ts'

const optionsSchema = z.object({
  company: z.string(),
  ownerEmail: z.string(),
  ownerName: z.string().optional(),
  ownerPasswordFile: z.string(),
  inside: z.string().optional(),
  outside: z.string().optional(),
  demo: z.boolean().default(false),
})

/** `tango setup …`: the first-start wizard without a browser. */
export function setupCommands(buildDemo?: BuildDemo): (program: Command, run: Run) => void {
  return (program, run) => {
    program
      .command('setup')
      .description('Set up a new Tango: company, owner, the first space of each side.')
      .requiredOption('--company <name>', 'the name of the company')
      .requiredOption('--owner-email <address>', 'the owner signs in with it')
      .requiredOption('--owner-password-file <file>', 'a file that holds the password, or - for standard input')
      .option('--owner-name <name>', 'as others see it (standard: Owner)')
      .option('--inside <title>', 'the first inside space (standard: Everyone at the company)')
      .option('--outside <title>', 'the first outside space (standard: the company and Community)')
      .option('--demo', 'fill it with a generated company to explore')
      .option('--json', 'answer in JSON')
      .action((options: unknown) => {
        const given = parseOptions(optionsSchema, options)
        const password = readPassword(given.ownerPasswordFile)
        return run(async ({ ctx, print, json }) => {
          const inside = given.inside ?? `Everyone at ${given.company}`
          const outside = given.outside ?? `${given.company} Community`
          const { ownerId } = await setUp(
            ctx,
            {
              company: given.company,
              owner: { name: given.ownerName ?? 'Owner', email: given.ownerEmail, password },
              inside: { title: inside, slug: asciiSlug(inside, 'everyone') },
              outside: { title: outside, slug: asciiSlug(outside, 'community') },
              demo: given.demo,
            },
            buildDemo,
          )
          print(
            json ? JSON.stringify({ ownerId }) : `${given.company} is set up. Start Tango and sign in as the owner.`,
          )
        })
      })
  }
}

/** A space's address has only small letters, digits and hyphens; a title in another script gets the standard one. */
function asciiSlug(title: string, standard: string): string {
  return (
    slugOf(title)
      .replace(/[^a-z0-9-]+/g, '')
      .replace(/^-+|-+$/g, '')
      .slice(0, 60) || standard
  )
}

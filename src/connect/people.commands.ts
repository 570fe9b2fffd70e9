import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { z } from 'zod'
import type { Ctx, Realm } from '../platform/context.ts'
import { NotFound } from '../platform/errors.ts'
import type { AccountId } from '../platform/ids.ts'
import { StartError } from '../platform/start-error.ts'
import {
  claimAccount,
  closeAccount,
  createAccount,
  findAccountByEmail,
  setPassword,
} from '../people/accounts/accounts.ts'
import { endOffice, giveOffice, listOffices, officeNames } from '../people/offices/offices.ts'
import { endAllSessions } from '../people/sessions/sessions.ts'
import type { Run } from './commands.ts'
import { parseOptions } from './options.ts'

const realm = z.enum(['inside', 'outside', 'bridge'], 'Choose inside, outside or bridge.')
const whoSchema = z.object({ realm: realm.default('inside'), email: z.string() })
const createSchema = whoSchema.extend({
  name: z.string(),
  organisation: z.string().optional(),
  passwordFile: z.string(),
})
const passwordSchema = whoSchema.extend({ passwordFile: z.string() })
const claimSchema = z.object({
  account: z.coerce.number('Give the number of the account.').int().positive(),
  email: z.string(),
  passwordFile: z.string(),
})
const closeSchema = whoSchema.extend({ reason: z.string() })
const officeSchema = whoSchema.extend({
  office: z.enum(officeNames as [string, ...string[]], `Choose one of: ${officeNames.join(', ')}.`),
})

/** `tango user …`: accounts and offices from the machine itself. */
export function peopleCommands(program: Command, run: Run): void {
  const user = program.command('user').description('Accounts and offices.')
  const who = (command: Command): Command =>
    command
      .requiredOption('--email <address>', 'whose')
      .option('--realm <realm>', 'on which side', 'inside')
      .option('--json', 'answer in JSON')

  who(user.command('create').description('Make an account.'))
    .requiredOption('--name <name>', 'as others see it')
    .requiredOption('--password-file <file>', 'a file that holds the password, or - for standard input')
    .option('--organisation <name>', 'of a guest')
    .action((options: unknown) => {
      const { name: displayName, passwordFile, ...rest } = parseOptions(createSchema, options)
      const password = readPassword(passwordFile)
      return run(async ({ ctx, print, json }) => {
        const id = await createAccount(ctx, { ...rest, displayName, password, emailProved: true })
        print(json ? JSON.stringify({ id }) : `Made the account ${id} (${rest.realm}).`)
      })
    })

  who(user.command('password').description('Set a new password and end every session of the account.'))
    .requiredOption('--password-file <file>', 'a file that holds the password, or - for standard input')
    .action((options: unknown) => {
      const { passwordFile, ...who } = parseOptions(passwordSchema, options)
      const password = readPassword(passwordFile)
      return run(async ({ ctx, print, json }) => {
        const id = await whose(ctx, who)
        // Setting it ends them too, but does not say how many.
        const ended = await ctx.transaction(async (inside) => {
          const count = await endAllSessions(inside, id)
          await setPassword(inside, id, password)
          return count
        })
        print(json ? JSON.stringify({ id, sessionsEnded: ended }) : `The password is set. ${sessions(ended)} ended.`)
      })
    })

  user
    .command('claim')
    .description('Hand an imported, unclaimed account to the person it belongs to. Check who they are first.')
    .requiredOption('--account <number>', 'the number in the address of their profile')
    .requiredOption('--email <address>', 'they sign in with it')
    .requiredOption('--password-file <file>', 'a file that holds their first password, or - for standard input')
    .option('--json', 'answer in JSON')
    .action((options: unknown) => {
      const { account, email, passwordFile } = parseOptions(claimSchema, options)
      const password = readPassword(passwordFile)
      return run(async ({ ctx, print, json }) => {
        await claimAccount(ctx, account as AccountId, { email, password })
        print(json ? JSON.stringify({ id: account }) : `The account ${account} is theirs.`)
      })
    })

  who(user.command('sign-out').description('End every session of an account.')).action((options: unknown) => {
    const who = parseOptions(whoSchema, options)
    return run(async ({ ctx, print, json }) => {
      const id = await whose(ctx, who)
      const ended = await endAllSessions(ctx, id)
      print(json ? JSON.stringify({ id, sessionsEnded: ended }) : `${sessions(ended)} ended.`)
    })
  })

  who(program.command('close-account').description('Close the account of somebody who has left. It cannot be undone.'))
    .requiredOption('--reason <text>', 'why; it stays with the account')
    .action((options: unknown) => {
      const { reason, ...who } = parseOptions(closeSchema, options)
      return run(async ({ ctx, print, json }) => {
        const id = await whose(ctx, who)
        await closeAccount(ctx, id, reason)
        print(json ? JSON.stringify({ id }) : `The account ${id} is closed. What they wrote stays in their name.`)
      })
    })

  for (const [verb, does] of [
    ['give', 'Give an office.'],
    ['end', 'End an office.'],
  ] as const) {
    who(user.command(`${verb}-office`).description(does))
      .requiredOption('--office <office>', officeNames.join(', '))
      .action((options: unknown) => {
        const { office, ...who } = parseOptions(officeSchema, options)
        return run(async ({ ctx, print, json }) => {
          const id = await whose(ctx, who)
          await (verb === 'give' ? giveOffice : endOffice)(ctx, id, office as (typeof officeNames)[number])
          print(
            json
              ? JSON.stringify({ id, office })
              : verb === 'give'
                ? `The office ${office} is given.`
                : `The office ${office} has ended.`,
          )
        })
      })
  }

  user
    .command('offices')
    .description('Who holds which office.')
    .option('--json', 'answer in JSON')
    .action(() =>
      run(async ({ ctx, print, json }) => {
        const held = await listOffices(ctx)
        if (json) return print(JSON.stringify(held))
        for (const one of held) print(`${one.office.padEnd(17)}${one.displayName}`)
      }),
    )
}

function sessions(ended: number): string {
  return ended === 1 ? '1 session was' : `${ended} sessions were`
}

async function whose(ctx: Ctx, { realm, email }: { realm: Realm; email: string }): Promise<AccountId> {
  const found = await findAccountByEmail(ctx, realm, email)
  if (!found) throw new NotFound('accounts.not-found', `Nobody ${realm} has this address. Check --email and --realm.`)
  return found.id
}

/** The first line of a file. A password on the command line would stand in the list of processes. */
export function readPassword(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8').split(/\r?\n/, 1)[0]!
  } catch {
    throw new StartError(`The password file ${file} cannot be read. Check --password-file.`)
  }
}

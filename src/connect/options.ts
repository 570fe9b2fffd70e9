import type { Command } from 'commander'
import type { z } from 'zod'
import { Invalid, type TangoError } from '../platform/errors.ts'

/** Reads a command's options with the same schema as the pages use. Throws Invalid, naming each option and what to do. */
export function parseOptions<Schema extends z.ZodType>(schema: Schema, options: unknown): z.output<Schema> {
  const parsed = schema.safeParse(options)
  if (parsed.success) return parsed.data
  throw new Invalid(
    'options',
    Object.fromEntries(parsed.error.issues.map((issue) => [issue.path.join('.'), issue.message])),
  )
}

/** Refusals that are about one option, though the page that they were written for has them stand alone. */
const aboutOption: Readonly<Record<string, string>> = {
  'accounts.email-taken': 'email',
  'accounts.not-unclaimed': 'account',
  'accounts.not-found': 'email',
}

/** What was refused, one line each, with the option that it came from where there is one. */
export function refusalLines(error: TangoError, command: Command): string[] {
  const fields = error instanceof Invalid ? error.fields : { [aboutOption[error.code] ?? '']: error.message }
  return Object.entries(fields).map(([field, message]) => {
    const option = optionFor(field, command)
    return option === undefined ? message : `${option}: ${message}`
  })
}

/**
 * The option of this command that fills a field: `owner.password` comes from `--owner-password-file`, `displayName`
 * from `--name`, `outside.slug` from `--outside`. A person is named by the address of their account.
 */
export function optionFor(field: string, command: Command): string | undefined {
  if (field === '') return undefined
  const words = field.replaceAll('.', '-').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  const options = command.options.map(({ long }) => long ?? '').filter((long) => long !== '--json' && long !== '')
  return (
    options.find((long) => long === `--${words}` || long === `--${words}-file`) ??
    options.find((long) => `-${words}`.endsWith(long.slice(1)) || `--${words}`.startsWith(`${long}-`)) ??
    (words === 'account' ? options.find((long) => long === '--email') : undefined)
  )
}

import type { Context } from 'hono'
import type { z } from 'zod'
import { Invalid } from '../errors.ts'
import { type Said, english, said } from '../languages/languages.ts'
import type { WebEnv } from './env.ts'

/** What somebody typed and what was wrong with it: enough to draw the form again with nothing lost. */
export interface FormState {
  readonly values: Readonly<Record<string, string>>
  readonly errors: Readonly<Record<string, string>>
}

export const emptyForm: FormState = { values: {}, errors: {} }

/**
 * Takes a posted form: parses it with `schema`, calls `act` with the parsed values, and, when either refuses the
 * input (Invalid), draws the form again with `again` and what was typed. Everything else that is thrown goes on.
 */
export async function takeForm<Schema extends z.ZodType>(
  c: Context<WebEnv>,
  schema: Schema,
  act: (values: z.output<Schema>) => Promise<Response>,
  again: (form: FormState) => Response | Promise<Response>,
): Promise<Response> {
  const typed = await readForm(c)
  const parsed = schema.safeParse(typed, { error: wordsFor })
  if (!parsed.success) return again({ values: typed, errors: told(c, fieldErrors(parsed.error)) })
  try {
    return await act(parsed.data)
  } catch (error) {
    if (error instanceof Invalid) return again({ values: typed, errors: told(c, error.saidFields) })
    throw error
  }
}

/** The text fields of a posted form; a name given several times is joined with commas. Files are left out. */
export async function readForm(c: Context<WebEnv>): Promise<Record<string, string>> {
  const body = await c.req.parseBody({ all: true })
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [
      name,
      (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string').join(','),
    ]),
  )
}

/** What a form says of a value for which its schema has no words: only who changed the form by hand is likely to read it. */
function wordsFor(issue: { readonly code?: string; readonly input?: unknown }): string {
  if (issue.input === undefined || issue.input === '') return said('This is missing.')
  if (issue.code === 'invalid_value') return said('Choose one of what is offered.')
  if (issue.code === 'too_big') return said('This is too much. Make it shorter or smaller.')
  return said('This could not be read. Look at it again.')
}

/** What is wrong with each field, in the language of whoever typed. */
function told(c: Context<WebEnv>, errors: Readonly<Record<string, Said>>): Record<string, string> {
  // A form may be taken where nobody asked yet who it is: in tests of the platform alone.
  const say = c.get('ctx')?.say ?? english
  return Object.fromEntries(Object.entries(errors).map(([name, said]) => [name, say.again(said)]))
}

function fieldErrors(error: z.ZodError): Record<string, string> {
  const errors: Record<string, string> = {}
  for (const issue of error.issues) errors[String(issue.path[0] ?? 'form')] ??= issue.message
  return errors
}

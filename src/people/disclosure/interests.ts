import { z } from 'zod'
import { Invalid } from '../../platform/errors.ts'
import { type Say, said } from '../../platform/languages/languages.ts'
import { cleanLine } from '../accounts/accounts.ts'
import type { InterestKind } from './disclosure.tables.ts'

/** What somebody can say of their interest in what they write about, as a choice. */
export const interestWords: Readonly<Record<InterestKind, string>> = {
  'works-for': said('I work for a company named below'),
  'received-free': said('I received the product for free'),
  paid: said('I was paid for writing this'),
  'own-view': said('This is my own view'),
  other: said('Something else, as written below'),
}

export const interestKinds = Object.keys(interestWords) as readonly InterestKind[]

/** For how many days after its end a perk is still told at what its receiver writes. */
export const perkEchoDays = 365

/** An interest as an author states it. */
export interface Interest {
  readonly kind: InterestKind
  readonly words: string
}

/**
 * The two fields of a form that state an interest; undefined when none is stated. The words alone, without a choice,
 * are something else.
 */
const interestSchema = z
  .object({
    interest: z.string().default(''),
    'interest-words': z
      .string()
      .default('')
      .transform(cleanLine)
      .pipe(z.string().max(200, said('Keep it under 200 characters.'))),
  })
  .transform((typed, context): Interest | undefined => {
    const words = typed['interest-words']
    if (typed.interest === '') return words === '' ? undefined : { kind: 'other', words }
    const kind = interestKinds.find((one) => one === typed.interest)
    if (kind === undefined) {
      context.addIssue({ code: 'custom', path: ['interest'], message: said('Choose one from the list.') })
      return z.NEVER
    }
    if (words === '' && (kind === 'works-for' || kind === 'other')) {
      const message =
        kind === 'works-for' ? said('Name the company that you work for.') : said('Say it in a few words.')
      context.addIssue({ code: 'custom', path: ['interest-words'], message })
      return z.NEVER
    }
    return { kind, words }
  })

/** The two fields as a form takes them, for the schema of that form. */
export const interestFields = { interest: z.string().optional(), 'interest-words': z.string().optional() }

/** What was stated in a form; undefined when nothing was. Throws Invalid (`interest`, `interest-words`). */
export function takeInterest(typed: z.input<typeof interestSchema>): Interest | undefined {
  const parsed = interestSchema.safeParse(typed)
  if (parsed.success) return parsed.data
  throw new Invalid(
    'disclosure.not-clear',
    Object.fromEntries(parsed.error.issues.map((issue) => [String(issue.path[0]), issue.message])),
  )
}

/** The line that stands at a post: "Works for Kettenwerk.", "Own view." */
export function interestLine(say: Say, interest: Interest): string {
  const words = interest.words.replace(/[\s.]+$/, '')
  switch (interest.kind) {
    case 'works-for':
      return say('Works for {company}.', { company: words })
    case 'received-free':
      return words === ''
        ? say('Received the product for free.')
        : say('Received the product for free: {words}.', { words })
    case 'paid':
      return words === '' ? say('Was paid for writing this.') : say('Was paid for writing this: {words}.', { words })
    case 'own-view':
      return words === '' ? say('Own view.') : say('Own view: {words}.', { words })
    case 'other':
      return `${words}.`
  }
}

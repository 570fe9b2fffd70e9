import { z } from 'zod'
import { Invalid } from '../../platform/errors.ts'
import { cleanLine } from '../accounts/accounts.ts'
import type { InterestKind } from './disclosure.tables.ts'

/** What somebody can say of their interest in what they write about, as a choice and as it stands at the post. */
export const interestWords: Readonly<Record<InterestKind, { readonly choice: string; readonly line: string }>> = {
  'works-for': { choice: 'I work for a company named below', line: 'Works for' },
  'received-free': { choice: 'I received the product for free', line: 'Received the product for free' },
  paid: { choice: 'I was paid for writing this', line: 'Was paid for writing this' },
  'own-view': { choice: 'This is my own view', line: 'Own view' },
  other: { choice: 'Something else, as written below', line: '' },
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
      .pipe(z.string().max(200, 'Keep it under 200 characters.')),
  })
  .transform((typed, context): Interest | undefined => {
    const words = typed['interest-words']
    if (typed.interest === '') return words === '' ? undefined : { kind: 'other', words }
    const kind = interestKinds.find((one) => one === typed.interest)
    if (kind === undefined) {
      context.addIssue({ code: 'custom', path: ['interest'], message: 'Choose one from the list.' })
      return z.NEVER
    }
    if (words === '' && (kind === 'works-for' || kind === 'other')) {
      const message = kind === 'works-for' ? 'Name the company that you work for.' : 'Say it in a few words.'
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
export function interestLine(interest: Interest): string {
  const { line } = interestWords[interest.kind]
  const words = interest.words.replace(/[\s.]+$/, '')
  if (line === '') return `${words}.`
  if (interest.kind === 'works-for') return `${line} ${words}.`
  return words === '' ? `${line}.` : `${line}: ${words}.`
}

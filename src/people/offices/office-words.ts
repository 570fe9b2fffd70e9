import { said } from '../../platform/languages/languages.ts'
import type { Office, Stewardship } from './offices.tables.ts'

/** Every office, and what it lets its holder do, in one line. For `say.again`. */
export const officeWords: Readonly<Record<Office, { readonly name: string; readonly does: string }>> = {
  owner: { name: said('Owner'), does: said('Gives offices and makes spaces on both sides.') },
  'inside-steward': { name: said('Inside steward'), does: said('Spaces, invitations and conduct inside.') },
  'outside-steward': { name: said('Outside steward'), does: said('Spaces and moderation outside.') },
  'official-voice': { name: said('Official voice'), does: said('Answers outside in the name of the company.') },
  executive: { name: said('Executive'), does: said('Is shown outside as an executive. Gives no right.') },
}

export const officeNames = Object.keys(officeWords) as readonly Office[]

/** The two sides are looked after by two people: what is good manners among colleagues is not always so in public. */
export const keptApart: Partial<Record<Office, Stewardship>> = {
  'inside-steward': 'outside-steward',
  'outside-steward': 'inside-steward',
}

import { type Say, said } from '../../platform/languages/languages.ts'
import { withoutNote } from '../../platform/languages/message.ts'

/** What Tango itself calls the axes that it begins with. */
const axes: Readonly<Record<string, string>> = {
  function: said('Function'),
  segment: said('Customer segment'),
  product: said('Product line'),
  geography: said('Geography'),
}

/** The roles that it begins with: as titles, and within a sentence. */
const roles: Readonly<Record<string, { readonly title: string; readonly within: string }>> = {
  member: { title: said('Member'), within: said('member | a role, within a sentence') },
  lead: { title: said('Lead | a role'), within: said('lead | a role, within a sentence') },
  manager: { title: said('Manager | a role'), within: said('manager | a role, within a sentence') },
}

/** What stands under a key: `title` is the company's own word as soon as somebody has renamed it. */
interface Titled {
  readonly key: string
  readonly title: string
}

/** The title of an axis for a reader: in their language where it is still Tango's own word, else as the company wrote it. */
export function axisTitle(say: Say, { key, title }: Titled): string {
  const own = axisWord(key)
  return own === title ? say.again(own) : title
}

/** The title of a role for a reader, by the same rule. */
export function roleTitle(say: Say, role: Titled): string {
  const own = roleWords(role)
  return own === undefined ? role.title : say.again(own.title)
}

/** The same within a sentence: "Aiko Tanaka as lead". */
export function roleWithin(say: Say, role: Titled): string {
  const own = roleWords(role)
  if (own !== undefined) return say.again(own.within)
  // German writes such words with a capital letter everywhere.
  return say.language === 'en' ? role.title.toLowerCase() : role.title
}

function axisWord(key: string): string | undefined {
  return Object.hasOwn(axes, key) ? axes[key] : undefined
}

function roleWords({ key, title }: Titled) {
  const own = Object.hasOwn(roles, key) ? roles[key] : undefined
  return own !== undefined && withoutNote(own.title) === title ? own : undefined
}

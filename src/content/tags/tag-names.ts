import { Invalid } from '../../platform/errors.ts'
import { type Said, said } from '../../platform/languages/languages.ts'

export const mostTags = 5
const longest = 50

/**
 * Reads typed tags: small letters, hyphens for spaces, without a leading #, each once. At most 5 of 50 characters,
 * made of letters, digits and `. + # _ -`. Throws Invalid (field `tags`).
 */
export function parseTags(names: readonly string[]): string[] {
  const tags = new Set<string>()
  for (const typed of names) {
    const name = typed.normalize('NFKC').trim().replace(/^#+/, '').trim().toLowerCase().replace(/\s+/g, '-')
    if (name === '') continue
    if (name.length > longest) throw invalid(said('Keep each tag under {number} characters.', { number: longest }))
    if (!isTag(name)) {
      throw invalid(said('A tag is made of letters, digits and hyphens. “{tag}” is not.', { tag: typed.trim() }))
    }
    tags.add(name)
  }
  if (tags.size > mostTags)
    throw invalid(said('Give {number} tags at most. You gave {given}.', { number: mostTags, given: tags.size }))
  return [...tags].sort()
}

/** Whether a tag can be called this. */
export function isTag(name: string): boolean {
  return /^[\p{L}\p{M}\p{N}.+#_-]+$/u.test(name) && /[\p{L}\p{N}]/u.test(name)
}

function invalid(message: Said): Invalid {
  return new Invalid('tags.wrong', { tags: message })
}

/** Reads the one tag that somebody typed. Anything else is refused in the words that `refuse` puts where they belong. */
export function parseOneTag(typed: string, refuse: (message: Said) => Invalid): string {
  try {
    const [name, ...more] = parseTags(typed.split(','))
    if (name !== undefined && more.length === 0) return name
  } catch (error) {
    if (error instanceof Invalid) throw refuse(error.saidFields.tags!)
    throw error
  }
  throw refuse(said('Name one tag.'))
}

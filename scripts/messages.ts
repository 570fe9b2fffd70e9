/**
 * The messages of the product: every one that the code says stands in `messages/en.json` and `messages/de.json`, none
 * more, and each language asks for the same values and has its own plural forms.
 *
 * `node scripts/messages.ts` checks. `node scripts/messages.ts --write` puts new messages into `en.json`, takes those
 * that nothing says any more out of all files, and sorts them; translations are then for people.
 */
import { globSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { askedBy, withoutNote } from '../src/platform/languages/message.ts'
import type { Messages, Translation } from '../src/platform/languages/say.ts'

/** Languages that are complete before anything is merged; others may grow. */
const complete = ['en', 'de']

/** A file that has the words of a reader at hand; elsewhere `say` and `said` are names like others. */
const speaks = /\/languages\.ts'|\/words\.tsx'|\bctx\.say\b|\bsay\b[^\n]*\} = (?:c\.var\.)?ctx\b/
const call = /\b(?:say|said)(?:\.with)?\(\s*/g
const plainText = /^(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)")/

/** Every message that a source file says, and what in it cannot be collected. */
export function messagesOf(source: string, file: string): { texts: string[]; problems: string[] } {
  const texts: string[] = []
  const problems: string[] = []
  if (!speaks.test(source)) return { texts, problems }
  const code = source.replace(/(?<=^|[\s{(])\/\*[^]*?\*\/|^\s*\/\/[^\n]*/gm, (comment) =>
    comment.replace(/[^\n]/g, ' '),
  )
  for (const found of code.matchAll(call)) {
    const text = plainText.exec(code.slice(found.index + found[0].length))
    if (text) texts.push((text[1] ?? text[2] ?? '').replace(/\\(.)/g, '$1'))
    else {
      const line = code.slice(0, found.index).split('\n').length
      problems.push(`${file}:${line} says what is no plain text: write the message out where it is said`)
    }
  }
  return { texts, problems }
}

/** What is wrong with the messages of one language, given those that the code says. */
export function languageProblems(tag: string, messages: Messages, said: ReadonlySet<string>): string[] {
  const where = `messages/${tag}.json`
  const missing = complete.includes(tag) ? [...said].filter((text) => !Object.hasOwn(messages, text)) : []
  const over = Object.keys(messages).filter((text) => !said.has(text))
  return [
    ...missing.map((text) => `${where} lacks “${text}”`),
    ...over.map((text) => `${where} holds “${text}”, which nothing says`),
    ...Object.entries(messages).flatMap(([text, words]) =>
      translationProblems(tag, text, words).map((problem) => `${where}: “${text}” ${problem}`),
    ),
  ]
}

function translationProblems(tag: string, text: string, words: Translation): string[] {
  const asked = askedOrUndefined(withoutNote(text))
  if (!asked) return ['is not well formed']
  const isCounted = asked.includes('{count}')
  const forms = formsOf(tag)
  if (isCounted && typeof words === 'string') return [`needs a text for each of ${forms.join(', ')}`]
  if (!isCounted && typeof words !== 'string') return ['has plural forms, but no {count} to choose by']
  if (typeof words === 'string') return sameAsked(asked, words, text)
  const given = Object.keys(words)
  return [
    ...forms.filter((form) => !given.includes(form)).map((form) => `lacks the form “${form}”`),
    ...given.filter((form) => !forms.includes(form)).map((form) => `has a form “${form}” that the language has not`),
    // "One answer" may do without the number.
    ...Object.values(words).flatMap((one) => sameAsked(asked, one, text, '{count}')),
  ]
}

function sameAsked(asked: readonly string[], words: string, text: string, optional?: string): string[] {
  const found = askedOrUndefined(words)
  if (!found) return ['is not well formed']
  const but = (names: readonly string[]) => names.filter((name) => name !== optional).join(' ')
  if (words.trim() === '' || (text.trim() === text && words.trim() !== words))
    return ['is empty or has space around it']
  return but(found) === but(asked) ? [] : [`asks for ${but(found) || 'nothing'} instead of ${but(asked) || 'nothing'}`]
}

function askedOrUndefined(text: string): string[] | undefined {
  try {
    return askedBy(text)
  } catch {
    return undefined
  }
}

function formsOf(tag: string): string[] {
  return new Intl.PluralRules(tag).resolvedOptions().pluralCategories.toSorted()
}

/** All that the code below `root` says. */
export function collectMessages(root: string): { said: Set<string>; problems: string[] } {
  const said = new Set<string>()
  const problems: string[] = []
  for (const file of globSync('src/**/*.{ts,tsx}', { cwd: root }).toSorted()) {
    if (/\.test\.tsx?$|^src\/platform\/languages\/|^src\/ui\/gallery/.test(file)) continue
    const found = messagesOf(readFileSync(join(root, file), 'utf8'), file)
    for (const text of found.texts) said.add(text)
    problems.push(...found.problems)
  }
  return { said, problems }
}

/** The files as they should stand: `en.json` with what is new, none with what nothing says, all in order. */
export function settled(tag: string, messages: Messages, said: ReadonlySet<string>): Messages {
  const kept = Object.entries(messages).filter(([text]) => said.has(text))
  const fresh = tag === 'en' ? [...said].filter((text) => !Object.hasOwn(messages, text)).map(englishEntry) : []
  return Object.fromEntries([...kept, ...fresh].sort(([a], [b]) => (a < b ? -1 : 1)))
}

function englishEntry(text: string): [string, Translation] {
  const words = withoutNote(text)
  if (!words.includes('{count}')) return [text, words]
  return [text, Object.fromEntries(formsOf('en').map((form) => [form, words]))]
}

function readMessages(root: string): Map<string, Messages> {
  const folder = join(root, 'messages')
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'))
  return new Map(
    files.map((file) => [basename(file, '.json'), JSON.parse(readFileSync(join(folder, file), 'utf8')) as Messages]),
  )
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = resolve(import.meta.dirname, '..')
  const { said, problems } = collectMessages(root)
  for (const [tag, messages] of readMessages(root)) {
    if (process.argv.includes('--write'))
      writeFileSync(join(root, `messages/${tag}.json`), `${JSON.stringify(settled(tag, messages, said), null, 2)}\n`)
    problems.push(...languageProblems(tag, readMessages(root).get(tag)!, said))
  }
  for (const problem of problems) console.log(problem)
  console.log(`${said.size} messages`)
  if (problems.length > 0) process.exitCode = 1
}

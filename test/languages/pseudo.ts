/** Made-up languages: every message carries marks, so that words which are no message stand out. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Languages, readLanguages } from '../../src/platform/languages/languages.ts'

const messages = join(import.meta.dirname, '../../messages')
type Text = string | Record<string, string>

/** English, German and the two made-up languages, read from a folder of files like the real one. */
export function pseudoLanguages(): Languages {
  const folder = mkdtempSync(join(tmpdir(), 'tango-messages-'))
  const english = JSON.parse(readFileSync(join(messages, 'en.json'), 'utf8')) as Record<string, Text>
  const write = (tag: string, words: Record<string, Text>) =>
    writeFileSync(join(folder, `${tag}.json`), JSON.stringify(words))
  write('en', english)
  write('de', JSON.parse(readFileSync(join(messages, 'de.json'), 'utf8')) as Record<string, Text>)
  write(
    'en-XA',
    inAll(english, (text) => `⟦${text}⟧`),
  )
  write(
    'ar-XB',
    inAll(english, (text) => `⟦${inArabicLetters(text)}⟧`),
  )
  try {
    return readLanguages(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function inAll(words: Record<string, Text>, change: (text: string) => string): Record<string, Text> {
  return Object.fromEntries(
    Object.entries(words).map(([key, text]) => {
      if (typeof text === 'string') return [key, change(text)]
      return [key, Object.fromEntries(Object.entries(text).map(([form, one]) => [form, change(one)]))]
    }),
  )
}

const letters = 'ابتثجحخدذرزسشصضطظعغفقكلمنه'

/** The same words in letters that run from right to left; values and parts stay. */
function inArabicLetters(text: string): string {
  return text.replace(/\{\w+\}|<\/?\w+>|[a-z]/gi, (found) =>
    found.length > 1 ? found : letters[found.toLowerCase().charCodeAt(0) - 97]!,
  )
}

/** Every form that anybody finds in a house where everything has happened, sent in ways that nobody meant. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { folderBlobs } from '../../src/platform/blobs.ts'
import type { Ctx } from '../../src/platform/context.ts'
import { type Browser, type Page, openSite } from '../browse.ts'
import type { PersonName } from '../cast.ts'
import { inTransaction } from '../database.ts'
import { type PageForm, formsIn, problemsOf } from '../forms.ts'
import { faultsOf } from '../html.ts'
import { kindOf, walk } from '../walk.ts'
import { plantInside, plantOutside } from '../wall/plant.ts'
import { openSecrets } from '../wall/secrets.ts'

const folder = mkdtempSync(join(tmpdir(), 'tango-forms-'))
after(() => rmSync(folder, { recursive: true, force: true }))

/** Sent by script alone, which fills in what it found out. */
const scriptOnly = ['/settings/notices/zone', '/settings/notices/devices']

interface Found extends PageForm {
  readonly page: string
}

/** The forms that post, of all pages: one of each kind of address and fields. */
function formsOf(pages: ReadonlyMap<string, Page>): Found[] {
  const forms = new Map<string, Found>()
  for (const [path, page] of pages)
    for (const form of formsIn(page, path))
      if (form.method === 'post' && !scriptOnly.includes(form.action))
        forms.set(`${kindOf(form.action)} ${Object.keys(form.fields).join()}`, { ...form, page: path })
  return [...forms.values()]
}

/** Sends it and undoes it, so that the next form stands in the same house. */
async function sendUndone(ctx: Ctx, browser: Browser, form: PageForm, fields: Record<string, string>): Promise<Page> {
  await sql`savepoint before_form`.execute(ctx.db)
  await ctx.db.deleteFrom('rateLimits').execute()
  const page = await browser.post(form.action, fields)
  await sql`rollback to savepoint before_form`.execute(ctx.db)
  return page
}

/** A form without fields sends what its button says. */
const asItStands = (form: PageForm) => (Object.keys(form.fields).length > 0 ? form.fields : form.button)

const ways: Record<string, (form: PageForm) => Record<string, string>> = {
  'as it stands': (form) => ({ ...asItStands(form) }),
  'with its fields empty': (form) => ({
    ...asItStands(form),
    ...Object.fromEntries(form.typed.map((name) => [name, ''])),
  }),
  'with long words': (form) => ({
    ...asItStands(form),
    ...Object.fromEntries(form.typed.map((name) => [name, `<i>"${'long & '.repeat(20_000)}`])),
  }),
  'with something that was not offered': (form) => ({
    ...Object.fromEntries(Object.keys({ ...form.fields, ...form.offered }).map((name) => [name, 'not offered'])),
  }),
  'with a number beyond all numbers': (form) => ({
    ...Object.fromEntries(Object.keys({ ...form.fields, ...form.offered }).map((name) => [name, '9'.repeat(30)])),
  }),
}

/** What no person can mend: words of a program about a value, and a refusal without words. */
const programWords = /\b(invalid (input|option|string)|expected|received|too (big|small)|undefined|NaN|zod)\b/i

/** What a refusal says beside its summary: at a field, or in a notice above the form. */
function otherWords(page: Page): string[] {
  const found = page.text.matchAll(/<(?:p class="error"|div [^>]*role="alert")[^>]*>([\s\S]*?)<\/(?:p|div)>/g)
  return [...found].map(([, inner]) => inner!.replaceAll(/<[^>]*>/g, '').trim()).filter(Boolean)
}

function complaints(form: PageForm, fields: Record<string, string>, page: Page): string[] {
  if (page.status >= 500) return [`${page.status}`]
  if (page.status !== 422) return []
  const own = [...form.typed, ...Object.keys(form.offered)]
  const words = [...Object.values(problemsOf(page, own)), ...otherWords(page)]
  const found = words.filter((one) => programWords.test(one) || !/[.?]/.test(one))
  found.push(...faultsOf(page.text))
  // Nobody sends another hidden field or another choice by mistake.
  const untyped = Object.keys(form.fields).filter((name) => !form.typed.includes(name))
  if (untyped.some((name) => fields[name] !== form.fields[name])) return found
  if (words.length === 0) found.push('no word of what is wrong')
  const again = formsIn(page).filter((one) => one.action === form.action)
  for (const name of form.typed.filter((one) => !form.secret.includes(one)))
    if (fields[name] && !again.some((one) => one.fields[name] === fields[name])) found.push(`${name} was lost`)
  return found
}

/** Who walks, from where, and how many kinds of pages far. */
const walks: Partial<Record<PersonName | 'visitor', { from: string[]; most: number }>> = {
  visitor: { from: ['/', '/sign-in', '/sign-up'], most: 30 },
  ines: { from: ['/', '/settings', '/questions/ask'], most: 45 },
  petra: { from: ['/rooms', '/settings', '/notices'], most: 40 },
  mirela: { from: ['/inside/swarms', '/inside/crossings'], most: 25 },
  jonas: {
    from: ['/inside', '/settings', '/inside/rights', '/inside/people/invite', '/inside/bridges/new'],
    most: 75,
  },
}

for (const [who, { from, most }] of Object.entries(walks) as [PersonName, { from: string[]; most: number }][])
  test(
    `${who}: no form breaks, and every refusal says in words what to mend, at a field that is there, and loses nothing`,
    inTransaction(
      async (ctx) => {
        await plantInside(ctx, openSecrets(), await plantOutside(ctx), folderBlobs(folder))
        const browser = (await openSite(ctx)).as(who)
        const forms = formsOf(await walk(browser, from, most))
        assert.ok(forms.length >= 3, `${who} finds ${forms.length} forms`)
        const wrong: string[] = []
        for (const form of forms)
          for (const [way, fill] of Object.entries(ways)) {
            const fields = fill(form)
            // A form of buttons alone is never sent without one.
            if (Object.keys(fields).length === 0 && Object.keys(form.button).length > 0) continue
            const page = await sendUndone(ctx, browser, form, fields)
            for (const complaint of complaints(form, fields, page))
              wrong.push(`${form.page} → ${form.action} ${way}: ${complaint}`)
          }
        assert.deepEqual(wrong, [])
      },
      { now: new Date('2026-06-01T10:00:00Z') },
    ),
  )

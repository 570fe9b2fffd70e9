import { z } from 'zod'
import type { AccountViewer, Ctx } from '../../platform/context.ts'
import { type PageOf, readCursor } from '../../platform/cursor.ts'
import { Conflict, Invalid, NotFound } from '../../platform/errors.ts'
import { said } from '../../platform/languages/languages.ts'
import { type RateLimit, countUse } from '../../platform/rate-limits.ts'
import { demand } from '../../platform/verdict.ts'
import { mayKeepDrafts } from './drafts.access.ts'
import * as queries from './drafts.queries.ts'
import type { DraftId } from './drafts.tables.ts'

export type { DraftId } from './drafts.tables.ts'

/** A text that the viewer has begun. `version` rises with every saving. */
export type Draft = queries.DraftRow

/** Days after the last saving until a draft is forgotten. */
export const keptDays = 90
const mostDrafts = 200
const mostCharacters = 65_000
// Signs that JSON writes out take up to six times their room.
const mostWrittenOut = 290_000
const longestPath = 400
const highestVersion = 2_000_000_000
const savingLimit: RateLimit = { name: 'drafts', uses: 120, seconds: 60 }

const placeSchema = z
  .string()
  .max(100)
  .regex(/^[a-z]+(-[a-z]+)*(:[a-z0-9-]+)*$/)
const pathSchema = z
  .string()
  .max(longestPath)
  .regex(/^\/([^/\\]|$)/)
const fieldsSchema = z.record(
  z.string().regex(/^[a-z][A-Za-z0-9_-]{0,39}$/),
  // The database holds neither half a sign nor the sign of nothing.
  z.string().transform((text) => text.toWellFormed().replaceAll('\u0000', '')),
)

export interface DraftText {
  /** What is written, and about what: `ask:riders`, `answer:417`. One open draft of a person at a place. */
  readonly place: string
  /** The page on which it was being written. */
  readonly path: string
  /** The fields of the form as typed. */
  readonly fields: Readonly<Record<string, string>>
  /** The version that was gone on with; without it a text that was begun here. */
  readonly base?: number | undefined
}

/** What came of saving: the new version, nothing because nothing is written, or the newer draft that stands there. */
export type Saved = { readonly version: number } | { readonly newer: Draft }

/**
 * Keeps what somebody is writing. Where a draft stands that this text does not go on from, nothing is overwritten and
 * the newer one is given. A text that was emptied throws its draft away. Throws Forbidden, Invalid, TryLater.
 */
export async function saveDraft(ctx: Ctx, text: DraftText): Promise<Saved> {
  const me = demandKeeper(ctx)
  await countUse(ctx, savingLimit, String(me.id))
  const written = readText(text)
  const base = readVersion(text.base)
  return ctx.transaction(async (inside) => {
    const there = await queries.lockAt(inside, written.place)
    if (there && there.version !== base) {
      return sameFields(there.fields, written.fields) ? { version: there.version } : { newer: there }
    }
    const version = (base ?? 0) + 1
    if (isEmpty(written.fields)) {
      if (there) await queries.setThrown(inside, there.id, inside.now)
      return { version: 0 }
    }
    if (there) {
      await queries.update(inside, there.id, { ...written, version })
      return { version }
    }
    if ((await queries.countOpen(inside)) >= mostDrafts)
      throw new Invalid('drafts.too-many', {
        form: said('You have {number} drafts. Throw some away, then this one can be kept.', { number: mostDrafts }),
      })
    if (await queries.insert(inside, me.id, { ...written, version })) return { version }
    const [quicker] = await queries.selectAt(inside, [written.place])
    return quicker ? { newer: quicker } : { version }
  })
}

/** A number that no draft can have is that of no draft. */
function readVersion(base: number | undefined): number | undefined {
  return base !== undefined && Number.isInteger(base) && base > 0 && base < highestVersion ? base : undefined
}

function readText(text: DraftText): Pick<queries.Written, 'place' | 'path' | 'fields'> {
  const place = placeSchema.safeParse(text.place)
  const path = pathSchema.safeParse(text.path)
  const fields = fieldsSchema.safeParse(text.fields)
  if (!place.success || !path.success || !fields.success)
    throw new Invalid('drafts.unreadable', {
      form: said('This draft could not be read. Open the page and write it there.'),
    })
  const length = Object.values(fields.data).reduce((sum, one) => sum + one.length, 0)
  const isTooLong = length > mostCharacters || JSON.stringify(fields.data).length > mostWrittenOut
  if (isTooLong || Object.keys(fields.data).length > 30)
    throw new Invalid('drafts.too-long', {
      form: said('This is longer than a draft can be. Cut it, or split it in two.'),
    })
  return { place: place.data, path: pathToGoOn(path.data, fields.data), fields: fields.data }
}

/**
 * The page that shows the form again: never the address that takes it, and for the readers it was written for. The list
 * of drafts where that would be no page of this site.
 */
function pathToGoOn(path: string, fields: Readonly<Record<string, string>>): string {
  const url = URL.parse(path, 'http://draft.invalid')
  if (!url) return '/drafts'
  for (const name of ['draft', 'quote', 'after']) url.searchParams.delete(name)
  if (/^\/(questions\/ask|ideas\/new|inside\/write|storms\/\d+)$/.test(url.pathname)) {
    for (const name of ['space', 'reach']) if (fields[name]) url.searchParams.set(name, fields[name])
  }
  const whole = url.pathname.replace(/\/(answers|comments|replies|threads)$/, '') + url.search + url.hash
  return /^\/([^/]|$)/.test(whole) && whole.length <= longestPath ? whole : '/drafts'
}

/** Choices beside the text, such as a space, are no text. */
function isEmpty(fields: Readonly<Record<string, string>>): boolean {
  return ['body', 'title', 'text', 'wording', 'reason'].every((name) => (fields[name] ?? '').trim() === '')
}

function sameFields(one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)])
  return [...names].every((name) => (one[name] ?? '') === (other[name] ?? ''))
}

/** One of the viewer's drafts, also one that was thrown away. NotFound for everybody else's. */
export async function getDraft(ctx: Ctx, id: DraftId): Promise<Draft> {
  const draft = await queries.findOwn(ctx, id)
  if (!draft) throw new NotFound('drafts.not-found')
  return draft
}

/** The viewer's open drafts at these places, 50 at most; none for visitors. */
export async function draftsAt(ctx: Ctx, places: readonly string[]): Promise<readonly Draft[]> {
  return queries.selectAt(ctx, places.filter((place) => placeSchema.safeParse(place).success).slice(0, 50))
}

/** One page of the viewer's open drafts, the newest first, 20 a page. */
export async function listDrafts(ctx: Ctx, cursor?: string): Promise<PageOf<Draft>> {
  demandKeeper(ctx)
  return queries.selectPage(ctx, readCursor(cursor), 20)
}

/** Throws a draft away; for a day it can be brought back. NotFound. */
export async function throwAway(ctx: Ctx, id: DraftId): Promise<Draft> {
  const draft = await getDraft(ctx, id)
  if (draft.thrownAt === null) await queries.setThrown(ctx, id, ctx.now)
  return draft
}

/** Brings back a draft that was thrown away. NotFound, and Conflict when another one was begun at its place since. */
export async function bringBack(ctx: Ctx, id: DraftId): Promise<Draft> {
  const draft = await getDraft(ctx, id)
  if (!(await queries.setThrown(ctx, id, null)))
    throw new Conflict(
      'drafts.begun-anew',
      said('You have begun another text at the same place. Throw that one away first.'),
    )
  return draft
}

/**
 * Forgets the viewer's draft at a place because it was posted: the version that was gone on with, or the same words.
 * A draft with other words that another tab saved stays.
 */
export async function forgetPosted(
  ctx: Ctx,
  posted: { place: string; version?: number | undefined; fields: Readonly<Record<string, string>> },
): Promise<void> {
  const [draft] = await draftsAt(ctx, [posted.place])
  if (!draft) return
  const saysTheSame = ['body', 'text', 'wording'].some(
    (name) => draft.fields[name] !== undefined && lines(draft.fields[name]) === lines(posted.fields[name] ?? ''),
  )
  if (draft.version === posted.version || saysTheSame) await queries.remove(ctx, draft.id)
}

// A form is sent with line ends that the text box did not have.
function lines(text: string): string {
  return text.replace(/\r\n?/g, '\n').trim()
}

function demandKeeper(ctx: Ctx): AccountViewer {
  demand(mayKeepDrafts(ctx.viewer))
  return ctx.viewer as AccountViewer
}

/** Everything of one person, entry by entry: nothing is held but the portion that is being written. */
import { getAccount } from '../../people/accounts/accounts.ts'
import { listOwnFields, listStartingReaches } from '../../people/profiles/profiles.ts'
import { companyName } from '../../people/company.ts'
import {
  type ReplyId,
  type ThreadId,
  getReply,
  getThread,
  lastingReplyAddress,
  threadAddress,
} from '../../content/threads/threads.ts'
import type { BlobStore } from '../../platform/blobs.ts'
import type { AccountViewer, Ctx } from '../../platform/context.ts'
import { NotFound } from '../../platform/errors.ts'
import { readerOf } from '../../realms/reader.access.ts'
import { type ContentKind, contentKinds } from '../../realms/content-kind.ts'
import { getSpaceById } from '../../realms/spaces/spaces.ts'
import * as queries from './own-data.queries.ts'
import { readMe } from './read-me.ts'
import { type Thing, markdownOf, thingOf } from './things.ts'

export interface Entry {
  readonly name: string
  readonly bytes: Buffer
}

/** How many there are of something, and how many of these may not be read any more. */
export interface Counted {
  included: number
  notReadable: number
}

export type Summary = Record<string, Counted>

const portion = 50
const activity = 'https://www.w3.org/ns/activitystreams'
const lists = {
  votes: 'votes',
  kudos: 'kudos',
  sameHere: 'same-here',
  connections: 'connections',
  following: 'following',
  drafts: 'drafts',
  takenBack: 'taken-back',
  sessions: 'sessions',
  files: 'files',
} as const satisfies Record<queries.ListName, string>

export interface Collecting {
  readonly blobs: BlobStore
  /** The public address, before every path. */
  readonly site: string
  readonly keptDays: number
}

/** The entries of an export, of the person whom `ctx` sees for. The last is the summary of all before. */
export async function* collect(ctx: Ctx, how: Collecting): AsyncGenerator<Entry> {
  const viewer = ctx.viewer as AccountViewer
  const account = await getAccount(ctx, viewer.id)
  const about = { company: await companyName(ctx), name: account.displayName, madeAt: ctx.now, keptDays: how.keptDays }
  yield text('README.txt', readMe(ctx.say, about))
  yield json('profile.json', {
    '@context': activity,
    type: 'Person',
    name: account.displayName,
    preferredUsername: account.handle,
    url: `${how.site}/people/${account.id}-${account.handle}`,
    published: account.createdAt.toISOString(),
    email: account.email,
    side: account.realm,
    organisation: account.organisation,
    jobTitle: account.jobTitle,
    locale: account.locale,
    timeZone: account.timeZone,
    fields: viewer.realm === 'outside' ? await listOwnFields(ctx) : [{ field: 'about', value: account.about }],
    ...(viewer.realm === 'outside' && { newPostsStartWith: await listStartingReaches(ctx) }),
  })
  yield json('notices.json', await queries.selectNoticeSettings(ctx))
  const summary: Summary = {}
  for (const kind of contentKinds()) yield* written(ctx, kind, how, summary)
  for (const name of Object.keys(lists) as queries.ListName[]) yield* list(ctx, name, how, summary)
  yield json('summary.json', { madeAt: ctx.now.toISOString(), counts: summary })
}

/** How many rows there are to go through, for the progress. */
export async function countAll(ctx: Ctx): Promise<number> {
  let all = 0
  for (const name of Object.keys(lists) as queries.ListName[]) all += await queries.countList(ctx, name)
  for (const kind of contentKinds()) {
    for await (const rows of portionsOf(ctx, kind)) all += rows.length
  }
  return all
}

async function* portionsOf(ctx: Ctx, kind: ContentKind) {
  const column = await queries.authorColumn(ctx, kind.table)
  if (column === undefined) return
  const of = { table: kind.table, column, readable: kind.readable(readerOf(ctx.viewer)), limit: portion }
  for (let after = 0; ;) {
    const rows = await queries.selectWritten(ctx, { ...of, after })
    if (rows.length > 0) yield rows
    if (rows.length < portion) return
    after = rows.at(-1)!.id
  }
}

async function* written(ctx: Ctx, kind: ContentKind, how: Collecting, summary: Summary): AsyncGenerator<Entry> {
  const counted = (summary[`written/${kind.name}`] = { included: 0, notReadable: 0 })
  let page = 0
  for await (const rows of portionsOf(ctx, kind)) {
    const things: Thing[] = []
    for (const { id, isReadable } of rows) {
      // Asked once more by the front door: what became closed in between is left out.
      const thing = isReadable ? await readable(thingOf(ctx, kind, id, how.site)) : undefined
      if (!thing) {
        counted.notReadable++
        continue
      }
      counted.included++
      things.push(thing)
      yield text(`written/${kind.name}-${id}.md`, markdownOf(ctx.say, thing))
    }
    if (things.length > 0)
      yield json(`written/${kind.name}-${numbered(++page)}.json`, {
        '@context': activity,
        type: 'OrderedCollectionPage',
        orderedItems: things,
      })
  }
}

async function* list(ctx: Ctx, name: queries.ListName, how: Collecting, summary: Summary): AsyncGenerator<Entry> {
  const counted = (summary[name] = { included: 0, notReadable: 0 })
  let page = 0
  for (let after = 0; ;) {
    const rows = await queries.selectList(ctx, name, after, portion)
    const items: unknown[] = []
    for (const row of rows) {
      const item = await readable(shapes[name](ctx, row, how))
      if (item === undefined) counted.notReadable++
      else items.push(item)
      if (item !== undefined && name === 'files') yield* picture(row, how)
    }
    counted.included += items.length
    if (items.length > 0) yield json(`${lists[name]}/${numbered(++page)}.json`, items)
    if (rows.length < portion) return
    after = rows.at(-1)!.key
  }
}

type Shape = (ctx: Ctx, row: queries.ListRow, how: Collecting) => Promise<unknown>

const at = (row: queries.ListRow) => new Date(row.at).toISOString()

async function threadLink(ctx: Ctx, id: unknown, how: Collecting) {
  const thread = await getThread(ctx, id as ThreadId)
  return { type: 'Link', href: how.site + threadAddress(thread), name: thread.title }
}

const shapes: Record<queries.ListName, Shape> = {
  votes: async (ctx, row, how) => ({
    type: 'Like',
    value: row.value,
    object: await threadLink(ctx, row.threadId, how),
    published: at(row),
  }),
  async kudos(ctx, row, how) {
    const reply = await getReply(ctx, row.replyId as ReplyId)
    const thread = await getThread(ctx, reply.threadId)
    const object = { type: 'Link', href: how.site + lastingReplyAddress(thread, reply), name: thread.title }
    return { type: 'Like', object, published: at(row) }
  },
  sameHere: async (ctx, row, how) => ({
    type: 'Follow',
    object: await threadLink(ctx, row.threadId, how),
    published: at(row),
  }),
  connections: async (_ctx, row) => ({ handle: row.handle, since: at(row) }),
  following: async (_ctx, row) => ({ type: 'Follow', kind: row.kind, what: row.what, since: at(row) }),
  drafts: async (_ctx, row) => ({ place: row.place, path: row.path, fields: row.fields, saved: at(row) }),
  takenBack: async (_ctx, row) => ({
    of: row.replyId === null ? 'thread' : 'reply',
    title: row.title || undefined,
    source: { content: row.body, mediaType: 'text/markdown' },
    takenBack: at(row),
  }),
  sessions: async (_ctx, row) => ({
    device: row.device,
    provedBy: row.provedBy,
    began: at(row),
    lastSeen: row.lastSeenAt,
    expires: row.expiresAt,
  }),
  async files(ctx, row) {
    const space = await getSpaceById(ctx, row.spaceId as never)
    const { name, mediaType, byteCount } = row
    return {
      type: 'Image',
      name: fileName(row),
      url: `/files/${String(name)}`,
      mediaType,
      byteCount,
      context: space.title,
      published: at(row),
    }
  },
}

async function* picture(row: queries.ListRow, how: Collecting): AsyncGenerator<Entry> {
  const bytes = await how.blobs.find(String(row.sha256))
  if (bytes) yield { name: `files/${fileName(row)}`, bytes }
}

function fileName(row: queries.ListRow): string {
  return `picture-${row.key}.${String(row.mediaType).replace(/^image\//, '')}`
}

async function readable<T>(work: Promise<T>): Promise<T | undefined> {
  return work.catch((error: unknown) => {
    if (error instanceof NotFound) return undefined
    throw error
  })
}

function numbered(page: number): string {
  return String(page).padStart(4, '0')
}

function text(name: string, words: string): Entry {
  return { name, bytes: Buffer.from(words) }
}

function json(name: string, value: unknown): Entry {
  return text(name, `${JSON.stringify(value, null, 1)}\n`)
}

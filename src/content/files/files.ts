import { randomBytes } from 'node:crypto'
import { type BlobStore, hashOf } from '../../platform/blobs.ts'
import type { Ctx } from '../../platform/context.ts'
import { Forbidden, NotFound } from '../../platform/errors.ts'
import { said } from '../../platform/languages/languages.ts'
import { type RateLimit, countUse } from '../../platform/rate-limits.ts'
import { renderMarkdown } from '../../platform/text/markdown.ts'
import { useWords } from '../../ui/words.tsx'
import { type Space, type SpaceId, demandWriting } from '../../realms/spaces/spaces.ts'
import type { Thread, ThreadId } from '../threads/threads.ts'
import * as queries from './files.queries.ts'
import { cleanPicture } from './pictures.ts'
import { type Signature, type SignatureScope, signerOf } from './signatures.ts'

const uploadLimit: RateLimit = { name: 'uploads', uses: 60, seconds: 600 }
const keyPattern = '[A-Za-z0-9_-]{22}'

/** A picture as it is stored. `url` is what stands in a text: the address without a signature. */
export interface StoredPicture {
  readonly key: string
  readonly url: string
  readonly name: string
}

/** A picture as it is sent. */
export interface ServedPicture {
  readonly bytes: Buffer
  readonly mediaType: string
  readonly name: string
  readonly sha256: string
  /** True when its address needs no signature. */
  readonly open: boolean
}

/** Whether pictures of a space are for anyone on the web. */
function isOpen(space: Pick<Space, 'realm' | 'access'>): boolean {
  return space.realm === 'outside' && space.access === 'public'
}

/**
 * Stores a picture for a space in which the viewer may write; it can be shown there and nowhere else. Cleaned of
 * everything but its pixels. Throws Forbidden, Invalid (field `file`), TryLater, 413.
 */
export async function uploadPicture(ctx: Ctx, blobs: BlobStore, space: Space, bytes: Buffer): Promise<StoredPicture> {
  await demandWriting(ctx, space)
  if (ctx.viewer.kind !== 'account')
    throw new Forbidden('files.nobody', said('Pictures are added by a person, in their own name.'))
  await countUse(ctx, uploadLimit, String(ctx.viewer.id))
  const picture = await cleanPicture(bytes)
  const sha256 = hashOf(picture.bytes)
  const key = randomBytes(16).toString('base64url')
  const { mediaType, width, height } = picture
  const byteCount = picture.bytes.length
  const uploadedBy = ctx.viewer.id
  await ctx.transaction(async (inside) => {
    // The same bytes may lie there needed by nobody, and be about to go: see unneeded.ts.
    await queries.holdBytes(inside, sha256)
    await blobs.put(picture.bytes)
    await queries.insertFile(inside, {
      ...{ key, sha256, mediaType, width, height, byteCount },
      ...{ realm: space.realm, spaceId: space.id, uploadedBy },
    })
  })
  return { key, url: `/files/${key}`, name: nameOf(key, mediaType) }
}

/**
 * The bytes behind an address. A picture of a public space opens by its address, unless only texts show it that reach
 * fewer, or that moderation took away; any other only with a signature that has not expired: of its space, or of such a
 * text. Does not ask who is looking. NotFound otherwise.
 */
export async function getPicture(
  ctx: Ctx,
  blobs: BlobStore,
  key: string,
  signature?: Signature,
): Promise<ServedPicture> {
  const file = new RegExp(`^${keyPattern}$`).test(key) ? await queries.findFile(ctx, key) : undefined
  if (!file) throw new NotFound('files.not-found')
  const open = isOpen(file) && file.narrowedTo === null
  const scopes: readonly SignatureScope[] = [
    ...(file.narrowedTo ?? [file.spaceId]),
    ...file.threadIds.map((id) => `h${id}` as const),
  ]
  const signer = await signerOf(ctx)
  const opens = open || (signature && scopes.some((scope) => signer.isValid(key, scope, signature, ctx.now)))
  const bytes = opens ? await blobs.find(file.sha256) : undefined
  if (!bytes) throw new NotFound('files.not-found')
  return { bytes, mediaType: file.mediaType, name: nameOf(key, file.mediaType), sha256: file.sha256, open }
}

function nameOf(key: string, mediaType: string): string {
  return `picture-${key.slice(0, 8).replace(/[^A-Za-z0-9]/g, '0')}.${mediaType.slice('image/'.length)}`
}

/**
 * What turns the stored Markdown of texts in one space into HTML, for a viewer who may read that space. In a space
 * that is not public, and in a thread that reaches fewer than its space, the addresses of pictures are signed for an
 * hour or a little more; so are those of texts that moderation hides, for who still reads them. `thread`: whose texts
 * these are, when they are of one thread that the viewer reads.
 */
export async function bodyRenderer(
  ctx: Ctx,
  space: Pick<Space, 'id' | 'realm' | 'access'>,
  thread?: Pick<Thread, 'id' | 'reach'>,
): Promise<(body: string) => string> {
  const narrowed = thread && thread.reach !== null
  const isAccount = ctx.viewer.kind === 'account'
  const hidden = new Set(thread && isAccount ? await queries.selectHiddenKeys(ctx, thread.id) : [])
  const scope = isOpen(space) && !narrowed ? undefined : narrowed ? (`t${thread.id}` as const) : space.id
  if (scope === undefined && hidden.size === 0) return renderMarkdown
  return signing(ctx, (key) => (thread && hidden.has(key) ? `h${thread.id}` : scope))
}

/** Texts of a thread as they are brought before its moderators and heard: with pictures that nobody else is shown. */
export async function evidenceRenderer(ctx: Ctx, threadId: ThreadId): Promise<(body: string) => string> {
  return signing(ctx, () => `h${threadId}`)
}

async function signing(
  ctx: Ctx,
  scopeOf: (key: string) => SignatureScope | undefined,
): Promise<(body: string) => string> {
  const signer = await signerOf(ctx)
  // Quotes in people's text are escaped by then, so this matches attributes only.
  const address = new RegExp(`(src|href)="/files/(${keyPattern})"`, 'g')
  return (body) =>
    renderMarkdown(body).replace(address, (whole, attribute: string, key: string) => {
      const scope = scopeOf(key)
      if (scope === undefined) return whole
      const { until, sign } = signer.sign(key, scope, ctx.now)
      return `${attribute}="/files/${key}?until=${until}&amp;sign=${sign}"`
    })
}

/** One text of a space as HTML; see `bodyRenderer` for several. */
export async function renderBody(
  ctx: Ctx,
  space: Pick<Space, 'id' | 'realm' | 'access'>,
  body: string,
  thread?: Pick<Thread, 'id' | 'reach'>,
): Promise<string> {
  return (await bodyRenderer(ctx, space, thread))(body)
}

/** The keys of the pictures that a text shows. */
export function picturesIn(body: string): string[] {
  return [
    ...new Set(
      [...body.matchAll(new RegExp(`/files/(${keyPattern})(?![A-Za-z0-9_-])`, 'g'))].map((match) => match[1]!),
    ),
  ]
}

/** What a text box in this space can do: preview, pictures, suggestions, drafts kept under the place `draft`. Asked for while a page is drawn. */
export function editorOf(
  space: Space,
  draft: string,
  thread?: Pick<Thread, 'id'>,
): { preview: string; upload: string; suggest: string; draft: string; keep: string } {
  const say = useWords()
  const place = `?space=${encodeURIComponent(space.slug)}`
  const about = `${place}${thread ? `&thread=${thread.id}` : ''}`
  return {
    ...{ preview: `/preview${about}`, upload: `/files${place}`, suggest: `/suggest${about}` },
    ...{ draft, keep: say('Save as draft') },
  }
}

/** A text whose pictures cross into another space, and which key each gets there. */
export interface CrossingText {
  readonly body: string
  readonly pictures: readonly { readonly from: string; readonly to: string }[]
}

/**
 * What a text of one space says in another: its pictures under the addresses that they will have there. Nothing is
 * written; the same text gives the same answer, so that what was previewed can be compared with what is posted. A
 * picture that does not stand in the text's own space stays behind, its words stay.
 */
export async function crossingText(ctx: Ctx, body: string, from: SpaceId, to: SpaceId): Promise<CrossingText> {
  const keys = picturesIn(body)
  const own = new Set(await queries.selectKeysIn(ctx, from, keys))
  const signer = await signerOf(ctx)
  const pictures = keys.filter((key) => own.has(key)).map((key) => ({ from: key, to: signer.keyIn(key, to) }))
  let text = body
  for (const key of keys.filter((one) => !own.has(one))) {
    text = text
      .replaceAll(new RegExp(`!?\\[([^\\]]*)\\]\\(/files/${key}[^)]*\\)`, 'g'), '$1')
      .replaceAll(`/files/${key}`, '')
  }
  for (const picture of pictures) text = text.replaceAll(`/files/${picture.from}`, `/files/${picture.to}`)
  return { body: text, pictures }
}

/** The words of `crossingText` alone. */
export async function crossedBody(ctx: Ctx, body: string, from: SpaceId, to: SpaceId): Promise<string> {
  return (await crossingText(ctx, body, from, to)).body
}

/** Puts pictures into the space to which their text crosses, for the thread that shows them there. */
export async function crossPictures(
  ctx: Ctx,
  pictures: CrossingText['pictures'],
  space: Pick<Space, 'id' | 'realm'>,
  threadId: ThreadId,
): Promise<void> {
  if (ctx.viewer.kind !== 'account')
    throw new Forbidden('files.nobody', said('Pictures are added by a person, in their own name.'))
  for (const picture of pictures) await queries.copyFile(ctx, picture, space, ctx.viewer.id)
  const keys = pictures.map((picture) => picture.to)
  if (keys.length > 0) await queries.insertUses(ctx, threadId, keys)
}

/** Ends the pictures of a thread that no text in it shows any more: called where a text is taken back. */
export async function forgetPictures(ctx: Ctx, threadId: ThreadId): Promise<void> {
  await queries.deleteUnshown(ctx, threadId)
}

import { z } from 'zod'
import { Forbidden, Invalid } from '../../platform/errors.ts'
import type { Routes } from '../../platform/http/env.ts'
import { isKept } from '../../platform/http/kept.ts'
import { said } from '../../platform/languages/languages.ts'
import { countUse } from '../../platform/rate-limits.ts'
import { getSpace, givenSlug } from '../../realms/spaces/spaces.ts'
import { parseId } from '../../platform/ids.ts'
import { getThread } from '../threads/threads.ts'
import { getPicture, renderBody, uploadPicture } from './files.ts'

const previewLimit = { name: 'previews', uses: 120, seconds: 60 }
const previewSchema = z.object({ text: z.string().max(60_000) })
const signatureSchema = z.object({ until: z.coerce.number(), sign: z.string() })

export const fileRoutes: Routes = (app) => {
  // Without a session: the server does not look at cookies under this path, and neither does this.
  app.get('/files/:key', async (c) => {
    const signature = signatureSchema.safeParse(c.req.query())
    const picture = await getPicture(c.var.ctx, c.var.blobs, c.req.param('key'), signature.data)
    const headers = {
      etag: `"${picture.sha256.slice(0, 32)}"`,
      // A minute at most: a recalled picture must be gone everywhere by then. After it the browser asks by the etag.
      'cache-control': `${picture.open ? 'public' : 'private'}, max-age=60`,
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': picture.open ? 'cross-origin' : 'same-origin',
    }
    if (isKept(c.req.header('if-none-match'), headers.etag)) return c.body(null, 304, headers)
    return c.body(new Uint8Array(picture.bytes), 200, {
      ...headers,
      'content-type': picture.mediaType,
      'content-disposition': `inline; filename="${picture.name}"`,
    })
  })

  app.post('/files', async (c) => {
    if (c.var.ctx.viewer.kind !== 'account')
      throw new Forbidden('files.sign-in-first', said('Sign in to add pictures.'))
    const form = await c.req.parseBody()
    const space = await getSpace(c.var.ctx, givenSlug.parse(c.req.query('space') ?? form.space))
    if (!(form.file instanceof File)) throw new Invalid('files.missing', { file: said('Choose a picture first.') })
    const stored = await uploadPicture(c.var.ctx, c.var.blobs, space, Buffer.from(await form.file.arrayBuffer()))
    return c.json({ url: stored.url, name: stored.name }, 201)
  })

  app.post('/preview', async (c) => {
    const { viewer } = c.var.ctx
    await countUse(c.var.ctx, previewLimit, viewer.kind === 'account' ? String(viewer.id) : c.var.network)
    const isJson = c.req.header('content-type')?.startsWith('application/json') ?? false
    const sent = previewSchema.safeParse(isJson ? await c.req.json().catch(() => undefined) : await c.req.parseBody())
    if (!sent.success)
      throw new Invalid('files.preview', { text: said('Send the text to preview, up to 60,000 characters.') })
    const space = await getSpace(c.var.ctx, givenSlug.parse(c.req.query('space')))
    const threadId = parseId<'thread'>(c.req.query('thread'))
    const thread = threadId === undefined ? undefined : await getThread(c.var.ctx, threadId)
    return c.html(await renderBody(c.var.ctx, space, sent.data.text, thread))
  })
}

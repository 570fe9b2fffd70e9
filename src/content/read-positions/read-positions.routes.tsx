import type { Context } from 'hono'
import { z } from 'zod'
import { Invalid, NotFound } from '../../platform/errors.ts'
import type { PageProps, Routes, WebEnv } from '../../platform/http/env.ts'
import { said } from '../../platform/languages/languages.ts'
import { parseId } from '../../platform/ids.ts'
import { type ThreadId, getThread, replyAddress } from '../threads/threads.ts'
import { type UnreadReply, markSeen, mostSeen, newerWords, readingOf } from './read-positions.ts'
import { ReadPage } from './read-positions.parts.tsx'
import { readSeen } from './seen.ts'

type C = Context<WebEnv>

const seenSchema = z.object({ seen: z.array(z.number().int().positive()).max(mostSeen) })

// The smallest picture that there is.
const nothing = Buffer.from('R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==', 'base64')

/** Reading: each page of a thread marks what is new to whoever is signed in, and tells how far they came. */
export const readPositionRoutes: Routes = (app) => {
  // Every page of a thread says so by the topic that it is live on, whatever feature draws it.
  app.use(async (c, next) => {
    const { viewer } = c.var.ctx
    if (c.req.method === 'GET' && viewer.kind === 'account') {
      const render = c.render
      c.render = (async (content, page) => {
        const id = threadOf(page)
        if (id === undefined) return render(content, page)
        return render(await around(c, id, viewer.id, content), page)
      }) as typeof c.render
    }
    await next()
  })

  app.post('/read/:thread', async (c) => {
    const sent = seenSchema.safeParse(await c.req.json().catch(() => undefined))
    if (!sent.success)
      throw new Invalid('read-positions.unreadable', { seen: said('Name the replies that were seen.') })
    await markSeen(c.var.ctx, threadId(c), sent.data.seen)
    return c.body(null, 204)
  })

  // Asked for by browsers without script alone: what they were served counts as seen.
  app.get('/read/:thread/served', async (c) => {
    const id = threadId(c)
    if (c.var.ctx.viewer.kind === 'account') await markSeen(c.var.ctx, id, readSeen(c.req.query('seen') ?? ''))
    else await getThread(c.var.ctx, id)
    return c.body(new Uint8Array(nothing), 200, { 'content-type': 'image/gif', 'cache-control': 'private, no-store' })
  })

  app.get('/read/:thread/newer', async (c) => {
    const after = Number(c.req.query('after')) || 0
    const words = await newerWords(c.var.ctx, threadId(c), Math.max(0, Math.floor(after)))
    return c.json(words === undefined ? {} : { words })
  })
}

function threadOf(page: PageProps): ThreadId | undefined {
  const threads = (page.live ?? []).filter((topic) => topic.startsWith('thread:'))
  return threads.length === 1 && (page.status ?? 200) === 200 ? parseId<'thread'>(threads[0]!.slice(7)) : undefined
}

async function around(c: C, id: ThreadId, me: number, content: Parameters<typeof c.render>[0]) {
  const reading = await readingOf(c.var.ctx, id)
  const first = reading?.first && (await addressOfFirst(c, id, reading.position, reading.first))
  return (
    <ReadPage thread={{ id }} me={me} reading={reading} first={first}>
      {content}
    </ReadPage>
  )
}

/** Talk inside can begin after the last reply that was read; elsewhere a reply's own address leads to its page. */
async function addressOfFirst(c: C, id: ThreadId, position: number, first: UnreadReply): Promise<string> {
  const here = new URL(c.req.url)
  if (here.pathname.startsWith('/inside/') && !here.pathname.startsWith('/inside/ideas/')) {
    if (here.pathname === `/inside/threads/${id}` && position > 0) here.searchParams.set('after', String(position))
    return `${here.pathname}${here.search}#${first.kind}-${first.id}`
  }
  return replyAddress(await getThread(c.var.ctx, id), first)
}

function threadId(c: C): ThreadId {
  const id = parseId<'thread'>(c.req.param('thread'))
  if (id === undefined) throw new NotFound('threads.not-found')
  return id
}

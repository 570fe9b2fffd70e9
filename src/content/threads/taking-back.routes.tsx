import type { ComponentChildren } from 'preact'
import type { Context } from 'hono'
import { sideOf } from '../../platform/context.ts'
import { NotFound } from '../../platform/errors.ts'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { parseId } from '../../platform/ids.ts'
import { threadAddress, replyAddress } from './address.ts'
import { getReply, getThread } from './reading.ts'
import { GoneNote, TakenBackNote, TakenBackPage } from './taking-back.page.tsx'
import {
  type TakenBack,
  type TakenBackId,
  findTakenBack,
  findTakenBackReply,
  isGone,
  listTakenBack,
  putBack,
  takeBackReply,
  takeBackThread,
} from './taking-back.ts'

type C = Context<WebEnv>

/** Taking back what one wrote, wherever it stands; putting it back; and the list of what was taken back. */
export const takingBackRoutes: Routes = (app) => {
  // Before every address of a thread: what was just taken back is said on whatever page it stood on.
  app.use(async (c, next) => {
    if (c.req.method === 'GET') await sayAbove(c)
    await next()
  })

  app.get('/taken-back', async (c) => {
    const { ctx } = c.var
    if (ctx.viewer.kind === 'visitor') return c.redirect('/sign-in?next=%2Ftaken-back', 303)
    const after = c.req.query('after')
    const just = parseId<'taken-back'>(c.req.query('just'))
    return c.render(
      <TakenBackPage
        page={await listTakenBack(ctx, after)}
        now={ctx.now}
        later={after !== undefined}
        just={just && (await findTakenBack(ctx, just))}
      />,
      {
        title: ctx.say('What you took back'),
        realm: sideOf(ctx.viewer),
        nav: 'drafts',
        indexed: false,
        width: 'narrow',
      },
    )
  })

  app.post('/taken-back/replies/:id{[0-9]+}', async (c) => {
    const { ctx } = c.var
    const replyId = numbered<'reply'>(c)
    const { threadId } = await getReply(ctx, replyId)
    const taken = await takeBackReply(ctx, replyId)
    return c.redirect(`${threadAddress(await getThread(ctx, threadId))}?taken-back=${taken}`, 303)
  })

  app.post('/taken-back/threads/:id{[0-9]+}', async (c) =>
    c.redirect(`/taken-back?just=${await takeBackThread(c.var.ctx, numbered<'thread'>(c))}`, 303),
  )

  app.post('/taken-back/replies/:id{[0-9]+}/back', async (c) =>
    backAt(c, await findTakenBackReply(c.var.ctx, numbered<'reply'>(c))),
  )

  app.post('/taken-back/:id{[0-9]+}/back', async (c) =>
    backAt(c, await findTakenBack(c.var.ctx, numbered<'taken-back'>(c))),
  )
}

/** Puts something back, and leads to where it stands again. */
async function backAt(c: C, taken: TakenBack | undefined): Promise<Response> {
  const { ctx } = c.var
  if (!taken) throw new NotFound('threads.not-taken-back')
  const { threadId, replyId } = await putBack(ctx, taken.id)
  const thread = await getThread(ctx, threadId)
  return c.redirect(replyId === null ? threadAddress(thread) : replyAddress(thread, await getReply(ctx, replyId)), 303)
}

/** Draws above the page what was just taken back, or that the reply which a link names is gone. */
async function sayAbove(c: C): Promise<void> {
  const { ctx } = c.var
  const taken: TakenBackId | undefined = parseId<'taken-back'>(c.req.query('taken-back'))
  const at = parseId<'reply'>(c.req.query('at'))
  const own = taken && (await findTakenBack(ctx, taken))
  if (own) drawAbove(c, <TakenBackNote taken={own} />)
  else if (at && (await isGone(ctx, at))) drawAbove(c, <GoneNote />)
}

function drawAbove(c: C, note: ComponentChildren): void {
  const render = c.render
  c.render = ((content, page) =>
    render(
      <>
        <div class="mb4">{note}</div>
        {content}
      </>,
      page,
    )) as typeof c.render
}

function numbered<Of extends string>(c: C) {
  const id = parseId<Of>(c.req.param('id'))
  if (id === undefined) throw new NotFound('threads.not-taken-back')
  return id
}

import type { ThreadId } from '../../content/threads/threads.ts'
import { NotFound } from '../../platform/errors.ts'
import { type Say } from '../../platform/languages/languages.ts'
import type { PageProps, Routes } from '../../platform/http/env.ts'
import { readForm } from '../../platform/http/form.ts'
import { parseId } from '../../platform/ids.ts'
import { NoticesPage } from './notices.page.tsx'
import {
  type NoticeId,
  countUnread,
  listNoticeGroups,
  openNotice,
  openThreadNotices,
  readAllNotices,
  readStop,
  stopMail,
  unreadAllNotices,
} from './notices.ts'
import { StopPage } from './stop.page.tsx'

/** /notices for every side: what somebody was told, opening it, and stopping mails. How they are told is in the settings. */
export const noticeRoutes: Routes = (app) => {
  app.get('/notices', async (c) => {
    const { ctx } = c.var
    const after = c.req.query('after')
    const page = await listNoticeGroups(ctx, after)
    const unread = await countUnread(ctx)
    const justRead = unread === 0 ? c.req.query('read') : undefined
    return c.render(
      <NoticesPage page={page} unread={unread} justRead={justRead} now={ctx.now} isFirst={after === undefined} />,
      {
        title: ctx.say('Notices'),
        realm: ctx.viewer.kind === 'account' ? ctx.viewer.realm : 'outside',
        nav: 'notices',
        indexed: false,
        ...(ctx.viewer.kind === 'account' && { live: [`account:${ctx.viewer.id}`] }),
      },
    )
  })
  app.post('/notices/read-all', async (c) => {
    const readAt = await readAllNotices(c.var.ctx)
    return c.redirect(`/notices?read=${readAt.getTime()}`, 303)
  })
  app.post('/notices/unread-all', async (c) => {
    const { at = '' } = await readForm(c)
    await unreadAllNotices(c.var.ctx, new Date(/^\d{1,15}$/.test(at) ? Number(at) : NaN))
    return c.redirect('/notices', 303)
  })
  const stopFrame = (say: Say): PageProps => ({ title: say('Stop these mails'), realm: 'outside', indexed: false })
  app.get('/notices/stop', async (c) => {
    const { ctx } = c.var
    const token = c.req.query('token')
    return c.render(<StopPage kind={await readStop(ctx, token)} token={token!} isStopped={false} />, stopFrame(ctx.say))
  })
  // Pressed on the page above, or sent by a mail program on its own (RFC 8058): the token is the proof either way.
  app.post('/notices/stop', async (c) => {
    const { ctx } = c.var
    const token = c.req.query('token')
    return c.render(<StopPage kind={await stopMail(ctx, token)} token={token!} isStopped />, stopFrame(ctx.say))
  })
  app.get('/notices/threads/:id', async (c) => {
    const id = parseId<'thread'>(c.req.param('id'))
    if (!id) throw new NotFound('notices.not-found')
    return c.redirect(await openThreadNotices(c.var.ctx, id as ThreadId), 303)
  })
  app.get('/notices/:id', async (c) => {
    const id = parseId<'notice'>(c.req.param('id')) as NoticeId | undefined
    if (!id) throw new NotFound('notices.not-found')
    return c.redirect(await openNotice(c.var.ctx, id), 303)
  })
}

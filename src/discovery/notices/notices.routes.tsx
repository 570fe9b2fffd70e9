import { z } from 'zod'
import { NotFound } from '../../platform/errors.ts'
import type { PageProps, Routes } from '../../platform/http/env.ts'
import { readForm } from '../../platform/http/form.ts'
import { parseId } from '../../platform/ids.ts'
import { NoticesPage } from './notices.page.tsx'
import {
  type NoticeId,
  countUnread,
  listNotices,
  listReaches,
  openNotice,
  readAllNotices,
  readStop,
  setReach,
  stopMail,
} from './notices.ts'
import { StopPage } from './stop.page.tsx'

const reachSchema = z.enum(['mail', 'here', 'nothing']).catch('mail')

/** /notices for every side: what somebody was told, opening one, and how they are told. */
export const noticeRoutes: Routes = (app) => {
  app.get('/notices', async (c) => {
    const { ctx } = c.var
    const after = c.req.query('after')
    const page = await listNotices(ctx, after)
    const reaches = await listReaches(ctx)
    return c.render(
      <NoticesPage
        page={page}
        unread={await countUnread(ctx)}
        reaches={reaches}
        now={ctx.now}
        isFirst={after === undefined}
      />,
      {
        title: 'Notices',
        realm: ctx.viewer.kind === 'account' ? ctx.viewer.realm : 'outside',
        nav: 'notices',
        indexed: false,
        ...(ctx.viewer.kind === 'account' && { live: [`account:${ctx.viewer.id}`] }),
      },
    )
  })
  app.post('/notices/read-all', async (c) => {
    await readAllNotices(c.var.ctx)
    return c.redirect('/notices', 303)
  })
  app.post('/notices/reach', async (c) => {
    const form = await readForm(c)
    await setReach(c.var.ctx, form.kind ?? '', reachSchema.parse(form.reach))
    return c.redirect('/notices#how', 303)
  })
  const stopFrame: PageProps = { title: 'Stop these mails', realm: 'outside', indexed: false }
  app.get('/notices/stop', async (c) => {
    const token = c.req.query('token')
    return c.render(<StopPage kind={await readStop(c.var.ctx, token)} token={token!} isStopped={false} />, stopFrame)
  })
  // Pressed on the page above, or sent by a mail program on its own (RFC 8058): the token is the proof either way.
  app.post('/notices/stop', async (c) => {
    const token = c.req.query('token')
    return c.render(<StopPage kind={await stopMail(c.var.ctx, token)} token={token!} isStopped />, stopFrame)
  })
  app.get('/notices/:id', async (c) => {
    const id = parseId<'notice'>(c.req.param('id')) as NoticeId | undefined
    if (!id) throw new NotFound('notices.not-found')
    return c.redirect(await openNotice(c.var.ctx, id), 303)
  })
}

import { z } from 'zod'
import { ownPath } from '../../people/sign-in/sign-in.ts'
import { noticePaces } from '../notices/notices.ts'
import { Invalid, NotFound } from '../../platform/errors.ts'
import { said } from '../../platform/languages/languages.ts'
import type { Routes } from '../../platform/http/env.ts'
import { readForm } from '../../platform/http/form.ts'
import { parseId } from '../../platform/ids.ts'
import type { Viewer } from '../../platform/context.ts'
import { FollowedSettings, FollowingPage } from './following.page.tsx'
import { type Subject, follow, listFollowed, listStream, setPaceOf, unfollow } from './following.ts'

const paceSchema = z.enum(['', ...noticePaces])
const kindSchema = z.enum(['person', 'tag', 'space', 'thread'])

/** /following: what is new of all that one follows; a post follows something, or stops. /settings/following: all of it. */
export const followingRoutes: Routes = (app) => {
  app.get('/following', async (c) => {
    const { ctx } = c.var
    const after = c.req.query('after')
    const page = await listStream(ctx, after)
    const realm = realmOf(ctx.viewer)
    return c.render(
      <FollowingPage
        page={page}
        outside={realm === 'outside'}
        mixed={realm === 'inside'}
        later={Boolean(after)}
        now={ctx.now}
      />,
      { title: ctx.say('What you follow'), realm, nav: 'following', indexed: false },
    )
  })

  app.post('/following', async (c) => {
    const { kind, id: typed, act, back } = await readForm(c)
    const known = kindSchema.safeParse(kind)
    const id = parseId(typed)
    if (!known.success || id === undefined) throw new NotFound('following.not-found')
    const subject = { kind: known.data, id } as Subject
    await (act === 'stop' ? unfollow : follow)(c.var.ctx, subject)
    return c.redirect(ownPath(back) ?? '/settings/following', 303)
  })

  app.post('/settings/following', async (c) => {
    const { kind, id: typed, pace, back } = await readForm(c)
    const known = kindSchema.safeParse(kind)
    const chosen = paceSchema.safeParse(pace)
    const id = parseId(typed)
    if (!known.success || id === undefined) throw new NotFound('following.not-followed')
    if (!chosen.success) throw new Invalid('following.no-pace', { pace: said('Choose one from the list.') })
    await setPaceOf(c.var.ctx, { kind: known.data, id } as Subject, chosen.data || null)
    return c.redirect(ownPath(back) ?? '/settings/following', 303)
  })

  app.get('/settings/following', async (c) => {
    const { ctx } = c.var
    const after = c.req.query('after')
    const page = await listFollowed(ctx, after)
    const realm = realmOf(ctx.viewer)
    return c.render(<FollowedSettings page={page} outside={realm === 'outside'} after={after} now={ctx.now} />, {
      title: ctx.say('What you follow'),
      realm,
      nav: 'settings',
      indexed: false,
      styles: ['extra'],
    })
  })
}

function realmOf(viewer: Viewer) {
  return viewer.kind === 'account' ? viewer.realm : 'outside'
}

import type { Context } from 'hono'
import { z } from 'zod'
import { Invalid, NotFound } from '../../platform/errors.ts'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { said } from '../../platform/languages/languages.ts'
import { type FormState, emptyForm, takeForm } from '../../platform/http/form.ts'
import { audienceOf } from '../../realms/audience/audience.ts'
import { type Space, isEmployee, listWritableSpaces } from '../../realms/spaces/spaces.ts'
import { threadAddress } from '../threads/threads.ts'
import { startDiscussion } from './discussions.ts'
import { WritePage, type WritePageProps } from './write.page.tsx'

const writeSchema = z.object({
  space: z.string(),
  title: z.string().optional(),
  body: z.string(),
  over: z.string().optional(),
  /** The room whose readers stood above the text. */
  shown: z.string().optional(),
  /** Only to see who reads it in the room that is chosen. */
  look: z.string().optional(),
  /** The room over the wall for which the writer was asked already. */
  confirmed: z.string().optional(),
})

/** /inside/write — a post that is begun inside and then aimed at a room. */
export const writeRoutes: Routes = (app) => {
  app.get('/inside/write', (c) => drawWrite(c, emptyForm))
  app.post('/inside/write', (c) =>
    takeForm(
      c,
      writeSchema,
      async (post) => {
        const room = (await writableRooms(c)).find((one) => one.slug === post.space)
        if (!room) throw new Invalid('spaces.not-found', { space: said('Choose a room from the list.') })
        const again = againFor(room, post)
        if (again) return drawWrite(c, { values: { ...post, title: post.title ?? '' }, errors: {} }, again)
        const thread = await startDiscussion(c.var.ctx, room, { ...post, overBridge: post.over === 'yes' })
        return c.redirect(threadAddress(thread), 303)
      },
      (form) => drawWrite(c, form),
    ),
  )
}

/** Why nothing is posted yet, if so. Who reads it was shown before, and over the wall it is said once more. */
function againFor(room: Space, post: z.output<typeof writeSchema>): WritePageProps['again'] {
  if (post.look !== undefined) return 'look'
  if (room.realm !== 'inside' && post.confirmed !== room.slug) return 'over-the-wall'
  return post.shown === undefined || post.shown === room.slug ? undefined : 'other-room'
}

/** The rooms inside and on the bridge in which the viewer may write. NotFound unless employee. */
async function writableRooms(c: Context<WebEnv>): Promise<readonly Space[]> {
  const { ctx } = c.var
  if (!isEmployee(ctx.viewer)) throw new NotFound()
  return [...(await listWritableSpaces(ctx, 'inside')), ...(await listWritableSpaces(ctx, 'bridge'))]
}

async function drawWrite(c: Context<WebEnv>, form: FormState, again?: WritePageProps['again']): Promise<Response> {
  const rooms = await writableRooms(c)
  const wanted = form.values.space ?? c.req.query('space')
  const room = rooms.find((one) => one.slug === wanted) ?? rooms[0]
  const audience = room && (await audienceOf(c.var.ctx, room))
  const page = <WritePage {...{ rooms, room, audience, form, again }} />
  return c.render(page, {
    title: c.var.ctx.say('Write a post'),
    realm: room?.realm ?? 'inside',
    nav: 'spaces',
    // Drawn in answer to a form without leaving it: Turbo shows such an answer only with a status that is no success.
    status: again || Object.keys(form.errors).length > 0 ? 422 : 200,
  })
}

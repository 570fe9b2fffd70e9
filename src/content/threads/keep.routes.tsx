import type { Context } from 'hono'
import { z } from 'zod'
import { loadPeople } from '../../people/accounts/accounts.ts'
import { Forbidden, Invalid, NotFound } from '../../platform/errors.ts'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { type FormState, emptyForm, takeForm } from '../../platform/http/form.ts'
import { said } from '../../platform/languages/languages.ts'
import { parseId } from '../../platform/ids.ts'
import { excerpt } from '../../platform/text/markdown.ts'
import { getSpaceById, listSpaces, rightIn } from '../../realms/spaces/spaces.ts'
import { KeepPage } from './keep.page.tsx'
import {
  type OutsideType,
  type ThreadId,
  getThread,
  hasPower,
  isWider,
  listActs,
  listReplies,
  mayKeepOrder,
  mayOpenKeeping,
  mayMoveThread,
  mayRetypeThread,
  mergeThread,
  moveThread,
  outsideTypes,
  retypeThread,
  splitThread,
  survivorOf,
  threadAddress,
  tracesOf,
  unmergeThread,
} from './threads.ts'

type C = Context<WebEnv>

const typeSchema = z.object({ type: z.enum(outsideTypes, said('Choose what it is.')) })
const moveSchema = z.object({ space: z.string(), widen: z.string().optional() })
const mergeSchema = z.object({ into: z.string() })
const splitSchema = z.object({ replies: z.string().default(''), title: z.string(), body: z.string() })

/** /threads/:id — an address of any thread that never changes, and where threads outside are put in order. */
export const keepRoutes: Routes = (app) => {
  app.get('/threads/:id{[0-9]+}', async (c) => {
    const thread = await survivorOf(c.var.ctx, await getThread(c.var.ctx, threadId(c)))
    return c.redirect(threadAddress(thread) + new URL(c.req.url).search, 301)
  })

  app.get('/threads/:id{[0-9]+}/keep', (c) => drawKeep(c, emptyForm))

  app.post('/threads/:id{[0-9]+}/retype', (c) =>
    takeForm(
      c,
      typeSchema,
      async ({ type }) => c.redirect(threadAddress(await retypeThread(c.var.ctx, threadId(c), type)), 303),
      (form) => drawKeep(c, form),
    ),
  )

  app.post('/threads/:id{[0-9]+}/move', (c) =>
    takeForm(
      c,
      moveSchema,
      async ({ space, widen }) => {
        // Several boxes can be ticked; the one of the chosen space counts.
        const named = widen?.split(',').includes(space) ? { widen: space } : {}
        return c.redirect(threadAddress(await moveThread(c.var.ctx, threadId(c), { space, ...named })), 303)
      },
      (form) => drawKeep(c, form),
    ),
  )

  app.post('/threads/:id{[0-9]+}/merge', (c) =>
    takeForm(
      c,
      mergeSchema,
      async ({ into }) => {
        // The first part of its path that is a number, so that digits in the name of a host or a title are none.
        const id = parseId<'thread'>(/(?:^|\/)(\d+)(?=[/?#]|$)/.exec(into.trim())?.[1])
        if (id === undefined)
          throw new Invalid('threads.merge', {
            into: said('Give the address of the other one, as it stands in the browser.'),
          })
        return c.redirect(threadAddress(await mergeThread(c.var.ctx, threadId(c), id)), 303)
      },
      (form) => drawKeep(c, form),
    ),
  )

  app.post('/threads/:id{[0-9]+}/split', (c) =>
    takeForm(
      c,
      splitSchema,
      async ({ replies, ...text }) => {
        const ids = replies.split(',').flatMap((one) => parseId<'reply'>(one) ?? [])
        return c.redirect(threadAddress(await splitThread(c.var.ctx, threadId(c), { ...text, replies: ids })), 303)
      },
      (form) => drawKeep(c, form),
    ),
  )

  app.post('/threads/:id{[0-9]+}/unmerge', async (c) =>
    c.redirect(threadAddress(await unmergeThread(c.var.ctx, threadId(c))), 303),
  )
}

function threadId(c: C): ThreadId {
  const id = parseId<'thread'>(c.req.param('id'))
  if (id === undefined) throw new NotFound('threads.not-found')
  return id
}

const mostChoices = 200

async function drawKeep(c: C, form: FormState): Promise<Response> {
  const { ctx } = c.var
  const thread = await getThread(ctx, threadId(c))
  if (thread.realm !== 'outside') throw new NotFound('threads.not-found')
  // A merge is undone at the one that survived.
  if (thread.mergedIntoId) return c.redirect(`/threads/${(await survivorOf(ctx, thread)).id}/keep`, 303)
  const space = await getSpaceById(ctx, thread.spaceId)
  if (!mayOpenKeeping(ctx.viewer, space, thread))
    throw new Forbidden('threads.not-yours', said('Sign in first. The type is changed by the author, or by stewards.'))
  const types: OutsideType[] = []
  for (const type of outsideTypes)
    if (type !== thread.type && (await mayRetypeThread(ctx, thread, space, type)).allowed) types.push(type)
  const others = (await listSpaces(ctx, { realm: 'outside' })).filter((one) => one.id !== space.id && !one.archivedAt)
  const targets = []
  for (const other of others) {
    const wider = isWider(other, space)
    const fits = !(wider && thread.reach !== null)
    if (fits && (await mayMoveThread(ctx, space, wider)).allowed) targets.push(other)
  }
  const isOpen = thread.reach === null
  const isOwn = ctx.viewer.kind === 'account' && ctx.viewer.id === thread.authorId
  const keepsOrder = isOpen && mayKeepOrder(ctx.viewer, space, await rightIn(ctx, space)).allowed
  return c.render(
    <KeepPage
      {...{ thread, space, types, targets, form }}
      retags={isOwn || keepsOrder || (isOpen && (await hasPower(ctx, 'retag', space.id)))}
      replies={keepsOrder ? await choicesUnder(c, thread.id) : undefined}
      merged={(await tracesOf(ctx, thread)).merged}
      acts={await listActs(ctx, thread.id)}
      now={ctx.now}
    />,
    {
      title: ctx.say('Type and place: {title}', { title: thread.title }),
      realm: 'outside',
      nav: 'questions',
      indexed: false,
      width: 'narrow',
      status: Object.keys(form.errors).length > 0 ? 422 : 200,
    },
  )
}

async function choicesUnder(c: C, id: ThreadId) {
  const { ctx } = c.var
  const replies = (await listReplies(ctx, id)).filter((reply) => reply.parentId === null).slice(0, mostChoices)
  const people = await loadPeople(
    ctx,
    replies.map((reply) => reply.authorId),
  )
  return replies.map((reply) => ({
    id: reply.id,
    words: excerpt(reply.body, 120) || ctx.say('Recalled'),
    by: people.get(reply.authorId)?.displayName ?? ctx.say('A former member'),
  }))
}

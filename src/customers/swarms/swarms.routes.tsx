import type { Context } from 'hono'
import { z } from 'zod'
import { bodyRenderer } from '../../content/files/files.ts'
import { type ThreadId, threadAddress } from '../../content/threads/threads.ts'
import { readThreadNotices } from '../../discovery/notices/notices.ts'
import { companyName } from '../../people/company.ts'
import { Conflict, NotFound } from '../../platform/errors.ts'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { type FormState, emptyForm, readForm, takeForm } from '../../platform/http/form.ts'
import { type AccountId, parseId } from '../../platform/ids.ts'
import { said } from '../../platform/languages/languages.ts'
import type { SpaceId } from '../../realms/spaces/spaces.ts'
import { demand } from '../../platform/verdict.ts'
import { PublishPage } from './publish.page.tsx'
import { SwarmPage } from './swarm.page.tsx'
import { SwarmDoorPage, SwarmsPage } from './swarms.page.tsx'
import {
  type SwarmId,
  type WordingId,
  agree,
  call,
  closeSwarm,
  enterSwarm,
  findColleague,
  findColleagues,
  findOpenSwarm,
  findSwarmByCompanion,
  getKnownSwarm,
  join,
  listSwarms,
  openSwarm,
  previewWording,
  proposeColleagues,
  proposeWording,
  publishOutWording,
  say as sayInside,
} from './swarms.ts'

type C = Context<WebEnv>

const messageSchema = z.object({ body: z.string() })
const callSchema = z.object({ account: z.string(), reason: z.string() })
const wordingSchema = z.object({ wording: z.string() })
const publishSchema = z.object({ wording: z.string(), sha256: z.string(), reason: z.string() })

/** /inside/swarms: the list, the two-sided page, and everything done on it. */
export const swarmRoutes: Routes = (app) => {
  app.get('/inside/swarms', async (c) => {
    const { ctx } = c.var
    const isOpen = c.req.query('show') !== 'closed'
    const after = c.req.query('after')
    const page = await listSwarms(ctx, { open: isOpen }, after)
    return c.render(<SwarmsPage page={page} isOpen={isOpen} isFirst={after === undefined} now={ctx.now} />, {
      title: ctx.say('Swarms'),
      realm: 'inside',
      nav: 'swarms',
    })
  })

  app.post('/inside/swarms', async (c) => {
    const form = await readForm(c)
    const questionId = idIn<ThreadId>(form.question)
    const open = await findOpenSwarm(c.var.ctx, questionId)
    const swarm =
      open ?? (await openSwarm(c.var.ctx, questionId, form.space ? { space: idIn<SpaceId>(form.space) } : {}))
    return c.redirect(`/inside/swarms/${swarm.id}`, 303)
  })

  // A companion thread is read beside its question; all of its messages stand on the page of the thread.
  app.get('/inside/threads/:id{[0-9]+}', async (c, next) => {
    const swarm =
      c.req.query('whole') || c.req.query('after')
        ? undefined
        : await findSwarmByCompanion(c.var.ctx, idIn<ThreadId>(c.req.param('id')))
    return swarm ? c.redirect(`/inside/swarms/${swarm.id}`, 302) : next()
  })

  app.get('/inside/swarms/:id', (c) => drawSwarm(c, emptyForm))

  app.post('/inside/swarms/:id/join', async (c) => {
    await join(c.var.ctx, swarmIdOf(c))
    return backTo(c)
  })

  app.post('/inside/swarms/:id/messages', (c) =>
    takeForm(
      c,
      messageSchema,
      async ({ body }) => {
        const reply = await sayInside(c.var.ctx, swarmIdOf(c), body)
        return backTo(c, `#reply-${reply.id}`)
      },
      (form) => drawSwarm(c, form),
    ),
  )

  app.post('/inside/swarms/:id/calls', (c) =>
    takeForm(
      c,
      callSchema,
      async ({ account, reason }) => {
        await call(c.var.ctx, swarmIdOf(c), idIn<AccountId>(account), reason)
        return backTo(c)
      },
      (form) => drawSwarm(c, form),
    ),
  )

  app.post('/inside/swarms/:id/wordings', (c) =>
    takeForm(
      c,
      wordingSchema,
      async ({ wording }) => {
        await proposeWording(c.var.ctx, swarmIdOf(c), wording)
        return backTo(c, '#crossing')
      },
      (form) => drawSwarm(c, form),
    ),
  )

  app.post('/inside/swarms/:id/wordings/:wording/agree', async (c) => {
    await agree(c.var.ctx, idIn<WordingId>(c.req.param('wording')))
    return backTo(c, '#crossing')
  })

  app.get('/inside/swarms/:id/publish', (c) => drawPublish(c, emptyForm))

  app.post('/inside/swarms/:id/publish', (c) =>
    takeForm(
      c,
      publishSchema,
      async ({ wording, sha256, reason }) => {
        await publishOutWording(c.var.ctx, swarmIdOf(c), idIn<WordingId>(wording), { expectedSha256: sha256, reason })
        return backTo(c)
      },
      (form) => drawPublish(c, form),
    ),
  )

  app.post('/inside/swarms/:id/close', async (c) => {
    await closeSwarm(c.var.ctx, swarmIdOf(c))
    return backTo(c)
  })
}

async function drawSwarm(c: C, form: FormState): Promise<Response> {
  const { ctx } = c.var
  const id = swarmIdOf(c)
  const known = await getKnownSwarm(ctx, id)
  if (!known.takesPart)
    return c.render(<SwarmDoorPage swarm={known} now={ctx.now} />, {
      title: known.title,
      realm: 'inside',
      nav: 'swarms',
    })
  const room = await enterSwarm(ctx, id)
  await readThreadNotices(ctx, room.companion.id)
  const search = await searchOf(c, id, form)
  return c.render(
    <SwarmPage
      room={room}
      proposed={room.swarm.closedAt ? [] : await proposeColleagues(ctx, id)}
      {...(search && { search })}
      preview={await previewWording(ctx, id)}
      viewer={ctx.viewer}
      company={await companyName(ctx)}
      now={ctx.now}
      render={await bodyRenderer(ctx, room.question.space, room.question.thread)}
      renderInside={await bodyRenderer(ctx, room.companionSpace, room.companion)}
      form={form}
    />,
    {
      title: room.companion.title,
      realm: 'inside',
      nav: 'swarms',
      width: 'rail',
      counterpart: threadAddress(room.question.thread),
      live: [`thread:${room.question.thread.id}`, `thread:${room.companion.id}`],
      liveMode: 'now',
      status: statusOf(form),
    },
  )
}

/** Who was looked for by name; or who was called in vain, so that the reason that was typed is not lost. */
async function searchOf(c: C, id: SwarmId, form: FormState) {
  const name = c.req.query('name')
  if (name) return { name, found: await findColleagues(c.var.ctx, id, name) }
  const called = form.values.form === 'call' ? parseId<'account'>(form.values.account) : undefined
  const person = called && (await findColleague(c.var.ctx, id, called))
  return person && { name: person.displayName, found: [person], reason: form.values.reason }
}

async function drawPublish(c: C, form: FormState): Promise<Response> {
  const { ctx } = c.var
  const room = await enterSwarm(ctx, swarmIdOf(c))
  const preview = await previewWording(ctx, room.swarm.id)
  if (!preview)
    throw new Conflict(
      'swarms.nothing-to-publish',
      said('No wording waits to be published. Propose one in the swarm first.'),
    )
  demand(preview.mayPublish)
  demand(preview.agreed)
  const publisher = ctx.viewer.kind === 'account' ? ctx.viewer.name : ''
  return c.render(<PublishPage room={room} preview={preview} publisher={publisher} form={form} />, {
    title: ctx.say('Publish out'),
    realm: 'inside',
    nav: 'swarms',
    width: 'rail',
    status: statusOf(form),
  })
}

function statusOf(form: FormState): number {
  return Object.keys(form.errors).length > 0 ? 422 : 200
}

function backTo(c: C, anchor = ''): Response {
  return c.redirect(`/inside/swarms/${swarmIdOf(c)}${anchor}`, 303)
}

function swarmIdOf(c: C): SwarmId {
  return idIn<SwarmId>(c.req.param('id'))
}

function idIn<Id extends number>(text: string | undefined): Id {
  const id = parseId(text)
  if (!id) throw new NotFound('swarms.not-found')
  return id as number as Id
}

import type { Context } from 'hono'
import { z } from 'zod'
import { companyName } from '../../people/company.ts'
import { type Realm, sideOf } from '../../platform/context.ts'
import { Invalid, NotFound } from '../../platform/errors.ts'
import { type Say, said } from '../../platform/languages/languages.ts'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { type FormState, emptyForm, takeForm } from '../../platform/http/form.ts'
import { parseId } from '../../platform/ids.ts'
import { demand } from '../../platform/verdict.ts'
import { type Audience, audienceOf, audienceWords } from '../../realms/audience/audience.ts'
import { realmNames } from '../../realms/spaces/spaces.parts.tsx'
import { type Space, type SpaceId, getSpaceById, isEmployee } from '../../realms/spaces/spaces.ts'
import type { AudienceWords } from '../../ui/realm.tsx'
import { bodyRenderer } from '../files/files.ts'
import { type Reach, type ThreadId, possibleReaches, startingReachIn } from '../threads/threads.ts'
import { FinishPage, places } from './finish.page.tsx'
import { JudgePage } from './judge.page.tsx'
import { localIn } from './moments.ts'
import { StartPage } from './start.page.tsx'
import { StormPage } from './storm.page.tsx'
import { StormsPage } from './storms.page.tsx'
import {
  type StormId,
  changeStorm,
  enterStorm,
  finishStorm,
  listStormSpaces,
  listStorms,
  noteIdea,
  startStorm,
  submitIdea,
  voteInStorm,
} from './storms.ts'

type C = Context<WebEnv>

// What a field does not say is said by the front door, in its own words.
const text = z.string().default('')
const startSchema = z.object({
  ...{ space: text, question: text, body: text, rules: text, opens: text, closes: text, zone: text, judges: text },
})
const ideaSchema = z.object({ title: text, body: text, reach: text })
const voteSchema = z.object({ idea: z.string(), for: z.enum(['yes', 'no']) })
const noteSchema = z.object({ idea: z.string(), body: text, chooses: z.string().optional() })
const finishSchema = z.looseObject({ title: text, body: text })

/** /storms: the list, a session, and everything done in it; the same addresses on every side. */
export const stormRoutes: Routes = (app) => {
  app.get('/storms', async (c) => {
    const { ctx } = c.var
    const after = c.req.query('after')
    const realm = sideOf(ctx.viewer)
    const mayStart = isEmployee(ctx.viewer) && (await listStormSpaces(ctx)).length > 0
    return c.render(
      <StormsPage
        page={await listStorms(ctx, after)}
        now={ctx.now}
        isFirst={after === undefined}
        mayStart={mayStart}
        realm={realm}
      />,
      { title: c.var.ctx.say('Storm sessions'), realm, nav: navOf(realm), canonical: '/storms' },
    )
  })

  app.get('/storms/new', (c) => drawNew(c, emptyForm))
  app.post('/storms', (c) =>
    takeForm(
      c,
      startSchema,
      async ({ space, ...words }) => {
        const chosen = parseId<'space'>(space)
        if (!chosen) throw new Invalid('storms.no-space', { space: said('Choose a space.') })
        const storm = await startStorm(c.var.ctx, await getSpaceById(c.var.ctx, chosen as SpaceId), words)
        return c.redirect(`/storms/${storm.id}`, 303)
      },
      (form) => drawNew(c, form),
    ),
  )

  app.get('/storms/:id{[0-9]+}', (c) => {
    const { reach } = c.req.query()
    return drawStorm(c, { values: reach ? { reach } : {}, errors: {} })
  })

  app.get('/storms/:id{[0-9]+}/edit', async (c) => {
    const { storm, people, judges } = await enterStorm(c.var.ctx, stormId(c))
    const { question, body, rules, timeZone } = storm
    const values = {
      ...{ question, body, rules, zone: timeZone },
      opens: localIn(storm.opensAt, timeZone),
      closes: localIn(storm.closesAt, timeZone),
      judges: judges.flatMap((id) => people.get(id)?.displayName ?? []).join('\n'),
    }
    return drawEdit(c, { values, errors: {} })
  })
  app.post('/storms/:id{[0-9]+}/edit', (c) =>
    takeForm(
      c,
      startSchema,
      async ({ space: _space, ...words }) => {
        await changeStorm(c.var.ctx, stormId(c), words)
        return backTo(c)
      },
      (form) => drawEdit(c, form),
    ),
  )

  app.post('/storms/:id{[0-9]+}/ideas', (c) =>
    takeForm(
      c,
      ideaSchema,
      async ({ reach, ...words }) => {
        const idea = await submitIdea(c.var.ctx, stormId(c), { ...words, reach: readReach(reach) })
        return backTo(c, `#idea-${idea.id}`)
      },
      (form) => drawStorm(c, form),
    ),
  )

  app.post('/storms/:id{[0-9]+}/votes', (c) =>
    takeForm(
      c,
      voteSchema,
      async (asked) => {
        const idea = ideaId(asked.idea)
        await voteInStorm(c.var.ctx, stormId(c), idea, asked.for === 'yes')
        return backTo(c, `#idea-${idea}`)
      },
      (form) => drawStorm(c, form),
    ),
  )

  app.get('/storms/:id{[0-9]+}/judge', (c) => drawJudge(c, emptyForm))
  app.post('/storms/:id{[0-9]+}/notes', (c) =>
    takeForm(
      c,
      noteSchema,
      async (note) => {
        const idea = ideaId(note.idea)
        await noteIdea(c.var.ctx, stormId(c), idea, { body: note.body, chooses: note.chooses === 'yes' })
        return c.redirect(`/storms/${stormId(c)}/judge#idea-${idea}`, 303)
      },
      (form) => drawJudge(c, form),
    ),
  )

  app.get('/storms/:id{[0-9]+}/finish', (c) => drawFinish(c, emptyForm))
  app.post('/storms/:id{[0-9]+}/finish', (c) =>
    takeForm(
      c,
      finishSchema,
      async ({ title, body, ...typed }) => {
        const chosen = Array.from({ length: places }, (_, at) =>
          parseId<'thread'>(String(typed[`place${at + 1}`] ?? '')),
        )
        await finishStorm(c.var.ctx, stormId(c), { title, body, chosen: chosen.filter((id) => id !== undefined) })
        return backTo(c)
      },
      (form) => drawFinish(c, form),
    ),
  )
}

async function drawNew(c: C, form: FormState): Promise<Response> {
  const { viewer } = c.var.ctx
  if (!isEmployee(viewer)) throw new NotFound('storms.not-found')
  const values = { zone: viewer.timeZone ?? 'UTC', ...form.values }
  return c.render(<StartPage action="/storms" spaces={await listStormSpaces(c.var.ctx)} form={{ ...form, values }} />, {
    title: c.var.ctx.say('Start a storm session'),
    realm: 'inside',
    nav: 'storms',
    status: statusOf(form),
  })
}

async function drawEdit(c: C, form: FormState): Promise<Response> {
  const { storm, may } = await enterStorm(c.var.ctx, stormId(c))
  demand(may.keep)
  return c.render(<StartPage action={`/storms/${storm.id}/edit`} spaces={undefined} form={form} />, {
    title: c.var.ctx.say('Change the session'),
    realm: storm.realm,
    nav: navOf(storm.realm),
    status: statusOf(form),
  })
}

async function drawStorm(c: C, form: FormState): Promise<Response> {
  const { ctx } = c.var
  const room = await enterStorm(ctx, stormId(c))
  const { storm, space } = room
  const audience = await audienceOf(ctx, space)
  const submits = room.state === 'open' && room.may.takePart.allowed
  return c.render(
    <StormPage
      room={room}
      audience={audienceLine(ctx.say, space, audience)}
      submitting={
        submits
          ? {
              everyone: audience.everyone,
              reaches: possibleReaches(ctx.viewer, space),
              starts: await startingReachIn(ctx, space, 'others'),
            }
          : undefined
      }
      viewer={ctx.viewer}
      company={await companyName(ctx)}
      now={ctx.now}
      render={await bodyRenderer(ctx, space)}
      form={form}
    />,
    {
      title: storm.question,
      realm: storm.realm,
      nav: navOf(storm.realm),
      canonical: `/storms/${storm.id}`,
      live: [`space:${space.id}`],
      status: statusOf(form),
    },
  )
}

async function drawJudge(c: C, form: FormState): Promise<Response> {
  const { ctx } = c.var
  const room = await enterStorm(ctx, stormId(c))
  // Whoever may not read the notes is not told that there are any.
  if (!room.may.readNotes.allowed) throw new NotFound('storms.not-found')
  return c.render(
    <JudgePage
      room={room}
      viewer={ctx.viewer}
      company={await companyName(ctx)}
      now={ctx.now}
      render={await bodyRenderer(ctx, room.space)}
      form={form}
    />,
    {
      title: c.var.ctx.say('Notes of the judges'),
      realm: room.storm.realm,
      nav: navOf(room.storm.realm),
      status: statusOf(form),
    },
  )
}

async function drawFinish(c: C, form: FormState): Promise<Response> {
  const { ctx } = c.var
  const room = await enterStorm(ctx, stormId(c))
  demand(room.may.finish)
  const audience = audienceLine(ctx.say, room.space, await audienceOf(ctx, room.space))
  return c.render(<FinishPage room={room} audience={audience} form={form} />, {
    title: ctx.say('Post the result'),
    realm: room.storm.realm,
    nav: navOf(room.storm.realm),
    status: statusOf(form),
  })
}

function audienceLine(say: Say, space: Space, audience: Audience): AudienceWords {
  return {
    realm: space.realm,
    word: say.again(realmNames[space.realm]),
    who: audienceWords(audience, say),
    exactly: { label: say('Who exactly'), href: `/readers/space/${space.id}` },
  }
}

/** Reads how far an idea is to reach; undefined, and it starts as its author's texts do, for what is no choice. */
function readReach(typed: string): Reach | undefined {
  if (typed === 'space') return null
  return /^[0-4]$/.test(typed) ? (Number(typed) as Exclude<Reach, null>) : undefined
}

function statusOf(form: FormState): number {
  return Object.keys(form.errors).length > 0 ? 422 : 200
}

/** Outside, sessions have no place of their own in the bar: they belong to the ideas. */
function navOf(realm: Realm): string {
  return realm === 'outside' ? 'ideas' : 'storms'
}

function backTo(c: C, anchor = ''): Response {
  return c.redirect(`/storms/${stormId(c)}${anchor}`, 303)
}

function stormId(c: C): StormId {
  const id = parseId<'storm'>(c.req.param('id'))
  if (!id) throw new NotFound('storms.not-found')
  return id
}

function ideaId(typed: string): ThreadId {
  const id = parseId<'thread'>(typed)
  if (!id) throw new NotFound('storms.no-such-idea')
  return id
}

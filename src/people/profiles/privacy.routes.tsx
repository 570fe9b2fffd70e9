import type { Context } from 'hono'
import { z } from 'zod'
import { NotFound } from '../../platform/errors.ts'
import type { PageProps, Routes, WebEnv } from '../../platform/http/env.ts'
import { type FormState, emptyForm, takeForm } from '../../platform/http/form.ts'
import { parseId } from '../../platform/ids.ts'
import { said } from '../../platform/languages/languages.ts'
import { type FieldReach, findPerson, listPeople } from '../accounts/accounts.ts'
import { countReached, listKnown } from '../connections/connections.ts'
import { nearExamples } from './examples.ts'
import { type Distance, distances, listOwnFields, viewAs } from './fields.ts'
import { type PrivacyNote, PrivacySettings, ViewAsPage } from './privacy.page.tsx'
import { type ReachName, type ReachUndoId, findUndo, listStartingReaches, setReaches, undoReaches } from './reaches.ts'

type C = Context<WebEnv>

const reach = z
  .string()
  .regex(/^[0-5]$/, said('Choose one of the steps.'))
  .transform((text) => Number(text) as FieldReach)
  .optional()
const reachesSchema = z.object({
  about: reach,
  organisation: reach,
  place: reach,
  website: reach,
  email: reach,
  phone: reach,
  connections: reach,
  questions: reach,
  others: reach,
} satisfies Record<ReachName, unknown>)

/** Who sees what of a member outside; for everybody else there is no such page. Visitors are asked to sign in before. */
export const privacyRoutes: Routes = (app) => {
  app.get('/settings/privacy', (c) => drawPrivacy(c, emptyForm))
  app.post('/settings/privacy', (c) =>
    takeForm(
      c,
      reachesSchema,
      async (reaches) => {
        const given = Object.entries(reaches).filter(([, wide]) => wide !== undefined)
        await setReaches(c.var.ctx, Object.fromEntries(given))
        return c.redirect('/settings/privacy?kept', 303)
      },
      (form) => drawPrivacy(c, form),
    ),
  )
  app.post('/settings/privacy/undo', (c) =>
    takeForm(
      c,
      z.object({ id: z.string() }),
      async ({ id }) => {
        const asked = parseId<'reach-undo'>(id)
        const isDone = asked !== undefined && (await undoReaches(c.var.ctx, asked as ReachUndoId))
        return c.redirect(`/settings/privacy?${isDone ? 'undone' : 'changed-since'}`, 303)
      },
      (form) => drawPrivacy(c, form),
    ),
  )
  app.get('/settings/privacy/as', drawViewAs)
}

const notes = ['kept', 'undone', 'changed-since'] as const satisfies readonly PrivacyNote[]

async function drawPrivacy(c: C, form: FormState): Promise<Response> {
  const { ctx } = c.var
  const fields = await listOwnFields(ctx)
  const counts = await countReached(ctx, selfId(c))
  return c.render(
    <PrivacySettings
      fields={fields}
      starting={await listStartingReaches(ctx)}
      counts={counts}
      note={notes.find((one) => c.req.query(one) !== undefined)}
      undo={await findUndo(ctx)}
      examples={await nearExamples(ctx)}
      now={ctx.now}
      form={form}
    />,
    { ...privacyPage(ctx.say('Who sees what of you')), status: form.errors === emptyForm.errors ? 200 : 422 },
  )
}

async function drawViewAs(c: C): Promise<Response> {
  const { ctx } = c.var
  const self = await findPerson(ctx, selfId(c))
  if (!self) throw new NotFound('people.not-found')
  const { who: asked = 'visitor', name = '', person: named } = c.req.query()
  const id = parseId<'account'>(named)
  const page = privacyPage(ctx.say('View as'))
  const examples = await nearExamples(ctx)
  if (named === undefined && name.trim() !== '') {
    const { items } = await listPeople(ctx, { realm: 'outside', name: name.trim().slice(0, 100) })
    const found = items.filter((person) => person.id !== self.id).slice(0, 10)
    return c.render(<ViewAsPage self={self} asked={{ name }} found={found} examples={examples} />, page)
  }
  const person = id === undefined ? undefined : await findPerson(ctx, id)
  if (named !== undefined && !person) throw new NotFound('people.not-found')
  const who = (Object.hasOwn(distances, asked) ? asked : 'visitor') as Distance
  const { by, ...view } = await viewAs(ctx, person ? { person: person.id } : who)
  const known = await listKnown(ctx, self.id, by)
  return c.render(
    <ViewAsPage
      self={self}
      asked={person ? { person } : { who }}
      view={{ ...view, known }}
      found={[]}
      examples={examples}
    />,
    page,
  )
}

function privacyPage(title: string): PageProps {
  return { title, realm: 'outside', nav: 'settings', styles: ['extra'], indexed: false }
}

function selfId(c: C) {
  const { viewer } = c.var.ctx
  if (viewer.kind !== 'account' || viewer.realm !== 'outside') throw new NotFound('profiles.not-found')
  return viewer.id
}

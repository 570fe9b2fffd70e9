import type { Context } from 'hono'
import { z } from 'zod'
import { type CategoryId, getIdea, listCategories } from '../../content/ideas/ideas.ts'
import { type ThreadId, threadAddress } from '../../content/threads/threads.ts'
import { listPeople } from '../../people/accounts/accounts.ts'
import type { Ctx } from '../../platform/context.ts'
import { Invalid, NotFound } from '../../platform/errors.ts'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { type FormState, emptyForm, readForm, takeForm } from '../../platform/http/form.ts'
import { type AccountId, parseId } from '../../platform/ids.ts'
import { type Said, said } from '../../platform/languages/languages.ts'
import { realmNames } from '../../realms/spaces/spaces.parts.tsx'
import { type SpaceId, isEmployee, listSpaces } from '../../realms/spaces/spaces.ts'
import { type PlaceChoice, ReviewPage, reviewerLines } from './idea-capacity.page.tsx'
import { getReviewers, listCapacities, maySetCapacity, noteEffort, setCapacity } from './idea-capacity.ts'

type C = Context<WebEnv>

const setSchema = z.object({ place: z.string(), owner: z.string(), reviewers: z.string().default('') })

/** /ideas-review for everybody, /inside/ideas-review for employees: how long ideas wait, and who sets how much review. */
export const ideaCapacityRoutes: Routes = (app) => {
  app.get('/ideas-review', async (c) => {
    const capacities = (await listCapacities(c.var.ctx)).filter((one) => one.realm === 'outside')
    return c.render(
      <ReviewPage capacities={capacities} isInside={false} places={[]} reviewers={new Map()} form={emptyForm} />,
      { title: c.var.ctx.say('How long ideas wait'), realm: 'outside', nav: 'ideas', canonical: '/ideas-review' },
    )
  })

  app.get('/inside/ideas-review', (c) => drawInside(c, emptyForm))
  app.post('/inside/ideas-review', (c) =>
    takeForm(
      c,
      setSchema,
      async ({ place, owner, reviewers }) => {
        const { ctx } = c.var
        await setCapacity(ctx, placeOf(place), {
          ownerId: await colleagueNamed(ctx, owner, 'owner'),
          reviewers: await readReviewers(ctx, reviewers),
        })
        return c.redirect('/inside/ideas-review', 303)
      },
      (form) => drawInside(c, form),
    ),
  )

  app.post('/inside/ideas-review/efforts', async (c) => {
    const { idea, minutes } = await readForm(c)
    const id = parseId<'thread'>(idea) as ThreadId | undefined
    if (!id) throw new NotFound('ideas.not-found')
    await noteEffort(c.var.ctx, id, Number(minutes))
    return c.redirect(threadAddress((await getIdea(c.var.ctx, id)).thread), 303)
  })
}

async function drawInside(c: C, form: FormState): Promise<Response> {
  const { ctx } = c.var
  if (!isEmployee(ctx.viewer)) throw new NotFound('idea-capacity.not-found')
  const capacities = await listCapacities(ctx)
  const reviewers = new Map<number, { owner: string; lines: string }>()
  for (const one of capacities.filter(({ realm }) => maySetCapacity(ctx.viewer, realm).allowed)) {
    const found = await getReviewers(ctx, one.id)
    const owner = found.people.get(one.ownerId)?.displayName ?? ctx.say('A former colleague')
    reviewers.set(one.id, { owner, lines: reviewerLines(ctx.say, found.reviewers, found.people) })
  }
  return c.render(
    <ReviewPage capacities={capacities} isInside places={await listPlaces(ctx)} reviewers={reviewers} form={form} />,
    {
      title: ctx.say('How long ideas wait'),
      realm: 'inside',
      nav: 'ideas',
      status: Object.keys(form.errors).length > 0 ? 422 : 200,
    },
  )
}

/** What the viewer may plan: categories and spaces of the sides whose rules they keep. */
async function listPlaces(ctx: Ctx): Promise<readonly PlaceChoice[]> {
  const choices: PlaceChoice[] = []
  for (const realm of ['outside', 'inside', 'bridge'] as const) {
    if (!maySetCapacity(ctx.viewer, realm).allowed) continue
    const side = ctx.say.again(realmNames[realm])
    for (const one of await listCategories(ctx, realm))
      choices.push({
        value: `category ${one.id}`,
        label: ctx.say('{title} (category, {side})', { title: one.title, side }),
      })
    for (const one of await listSpaces(ctx, { realm }))
      choices.push({ value: `space ${one.id}`, label: ctx.say('{title} (space, {side})', { title: one.title, side }) })
  }
  return choices
}

function placeOf(typed: string): Parameters<typeof setCapacity>[1] {
  const [kind, number] = typed.split(' ')
  const id = parseId(number)
  if (!id) throw new Invalid('idea-capacity.place', { place: said('Choose a category or a space.') })
  return kind === 'category' ? { categoryId: id as number as CategoryId } : { spaceId: id as number as SpaceId }
}

async function colleagueNamed(ctx: Ctx, typed: string, field: string): Promise<AccountId> {
  const name = typed.replace(/\s+/g, ' ').trim()
  const found = name === '' ? [] : (await listPeople(ctx, { realm: 'inside', name })).items
  const exact = found.filter((person) => person.displayName.toLowerCase() === name.toLowerCase())
  if (exact.length === 1) return exact[0]!.id
  throw new Invalid('idea-capacity.name', { [field]: problemWith(name, exact.length) })
}

function problemWith(name: string, found: number): Said {
  if (name === '') return said('Give a full name.')
  return found === 0
    ? said('Nobody here is named {name}.', { name })
    : said('More than one here is named {name}.', { name })
}

/** Lines such as `Lena Brandt: 2.5`. */
async function readReviewers(ctx: Ctx, typed: string): Promise<{ accountId: AccountId; hours: number }[]> {
  const lines = typed.split('\n').filter((line) => line.trim() !== '')
  const reviewers: { accountId: AccountId; hours: number }[] = []
  for (const line of lines) {
    const match = /^(.+?)\s*:\s*([0-9]+(?:[.,][0-9]+)?)\s*$/.exec(line)
    if (!match)
      throw new Invalid('idea-capacity.line', { reviewers: said('Write one a line: the name, a colon, the hours.') })
    const accountId = await colleagueNamed(ctx, match[1]!, 'reviewers')
    reviewers.push({ accountId, hours: Number(match[2]!.replace(',', '.')) })
  }
  return reviewers
}

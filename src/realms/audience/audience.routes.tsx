import type { Context } from 'hono'
import type { ComponentChildren } from 'preact'
import type { Ctx, Realm } from '../../platform/context.ts'
import { NotFound } from '../../platform/errors.ts'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { type FormState, emptyForm, takeForm } from '../../platform/http/form.ts'
import { parseId } from '../../platform/ids.ts'
import { type PersonCard, listPeople } from '../../people/accounts/accounts.ts'
import { PlacesCard } from '../../people/axes/axes.parts.tsx'
import { placeByForm, placeSchema, placementOf, placementSchema, todayOf } from '../../people/axes/axes.ts'
import { contentKind } from '../content-kind.ts'
import { spacePath } from '../spaces/spaces.parts.tsx'
import { type Space, type SpaceId, getSpaceById } from '../spaces/spaces.ts'
import { type AudienceTarget, type Preview, audienceOf, listReaders, previewAs, whyIRead } from './audience.ts'
import { ReadersPage } from './readers.page.tsx'
import { endPlaceOfThread, placeThread, placesOfThread } from './thread-places.ts'

/** /readers/… — who exactly can read a space or one thing, and why, asked of the rule that enforces it. */
export const audienceRoutes: Routes = (app) => {
  app.get('/readers/space/:id', async (c) => {
    const id = parseId<'space'>(c.req.param('id'))
    if (!id) throw new NotFound()
    const space = await getSpaceById(c.var.ctx, id as SpaceId)
    return drawReaders(c, space, { space: id }, { back: { label: space.title, href: spacePath(space) } })
  })
  app.get('/readers/:kind{thread|reply}/:id', (c) => drawThing(c, c.req.param('kind'), emptyForm))
  app.post('/readers/thread/:id/places', (c) => {
    const id = idOf(c)
    return takeForm(
      c,
      placeSchema,
      async (given) => {
        await placeByForm(given, (input) => placeThread(c.var.ctx, id, input))
        return c.redirect(placesAt(id), 303)
      },
      (form) => drawThing(c, 'thread', form),
    )
  })
  app.post('/readers/thread/:id/places/end', (c) => {
    const id = idOf(c)
    return takeForm(
      c,
      placementSchema,
      async (given) => {
        await endPlaceOfThread(c.var.ctx, id, placementOf(given))
        return c.redirect(placesAt(id), 303)
      },
      (form) => drawThing(c, 'thread', form),
    )
  })
}

function idOf(c: Context<WebEnv>): number {
  const id = parseId(c.req.param('id'))
  if (!id) throw new NotFound()
  return id
}

function placesAt(threadId: number): string {
  return `/readers/thread/${threadId}#places`
}

async function drawThing(c: Context<WebEnv>, name: string, form: FormState): Promise<Response> {
  const { ctx } = c.var
  const id = idOf(c)
  const kind = contentKind(name)
  const href = await kind.addressOf(ctx, id)
  const space = await getSpaceById(ctx, await kind.spaceIdOf(ctx, id))
  const stands = name === 'thread' ? await placesOfThread(ctx, id) : undefined
  const places = stands && (
    <PlacesCard
      places={stands.places}
      nodes={stands.placeable}
      action={`/readers/thread/${id}/places`}
      today={todayOf(ctx.now)}
      form={form}
    >
      {ctx.say(
        'What it is about, on the axes of the company. Only who works here sees it, and no right follows from it.',
      )}
    </PlacesCard>
  )
  return drawReaders(c, space, { kind: kind.name, id }, { back: { label: ctx.say('Back'), href }, places, form })
}

async function drawReaders(
  c: Context<WebEnv>,
  space: Space,
  target: AudienceTarget,
  parts: { back: { label: ComponentChildren; href: string }; places?: ComponentChildren; form?: FormState },
): Promise<Response> {
  const { ctx } = c.var
  const readers = await listReaders(ctx, space.id, target, parseId(c.req.query('after')) ?? 0)
  const find = (c.req.query('find') ?? '').trim().slice(0, 120)
  const page = (
    <ReadersPage
      space={space}
      audience={await audienceOf(ctx, space, target)}
      own={ctx.viewer.kind === 'account' ? await whyIRead(ctx, target) : undefined}
      readers={readers}
      back={parts.back}
      places={parts.places}
      path={'space' in target ? `/readers/space/${target.space}` : `/readers/${target.kind}/${target.id}`}
      asks={facesOf(ctx, target).length > 0}
      find={find}
      found={await findFaces(ctx, target, find)}
      preview={await previewOf(ctx, target, c.req.query('as'))}
      next={readers.length === 100 ? readers.at(-1)!.id : undefined}
    />
  )
  const status = (parts.form ?? emptyForm) === emptyForm ? 200 : 422
  return c.render(page, { title: ctx.say('Who can read this'), realm: space.realm, indexed: false, status })
}

async function previewOf(ctx: Ctx, target: AudienceTarget, as: string | undefined): Promise<Preview | undefined> {
  if (as === undefined) return undefined
  if (as === 'visitor') return previewAs(ctx, target, 'visitor')
  const id = parseId<'account'>(as)
  if (!id) throw new NotFound('accounts.not-found')
  return previewAs(ctx, target, id)
}

/** The sides whose people the viewer may ask about here: which members outside read a thing is nobody's business. */
function facesOf(ctx: Ctx, target: AudienceTarget): readonly Realm[] {
  if (ctx.viewer.kind !== 'account') return []
  const own: readonly Realm[] = ctx.viewer.realm === 'outside' ? [] : ['inside', 'bridge']
  return 'space' in target ? [...own, 'outside'] : own
}

/** People by the beginning of their name, those about whom the viewer may ask here: ten of each side. */
async function findFaces(ctx: Ctx, target: AudienceTarget, name: string): Promise<readonly PersonCard[]> {
  const found: PersonCard[] = []
  if (name === '') return found
  for (const realm of facesOf(ctx, target)) {
    found.push(...(await listPeople(ctx, { realm, name })).items.slice(0, 10))
  }
  return found
}

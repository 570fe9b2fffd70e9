import type { Context } from 'hono'
import type { ComponentChildren } from 'preact'
import type { Ctx } from '../../platform/context.ts'
import { NotFound } from '../../platform/errors.ts'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { parseId } from '../../platform/ids.ts'
import { type PersonCard, listPeople } from '../../people/accounts/accounts.ts'
import { contentKind } from '../content-kind.ts'
import { spacePath } from '../spaces/spaces.parts.tsx'
import { type Space, type SpaceId, getSpaceById } from '../spaces/spaces.ts'
import { type AudienceTarget, type Preview, audienceOf, listReaders, previewAs, whyIRead } from './audience.ts'
import { ReadersPage } from './readers.page.tsx'

/** /readers/… — who exactly can read a space or one thing, and why, asked of the rule that enforces it. */
export const audienceRoutes: Routes = (app) => {
  app.get('/readers/space/:id', async (c) => {
    const id = parseId<'space'>(c.req.param('id'))
    if (!id) throw new NotFound()
    const space = await getSpaceById(c.var.ctx, id as SpaceId)
    return drawReaders(c, space, { space: id }, { label: space.title, href: spacePath(space) })
  })
  app.get('/readers/:kind{thread|reply}/:id', async (c) => {
    const id = parseId(c.req.param('id'))
    if (!id) throw new NotFound()
    const kind = contentKind(c.req.param('kind'))
    const href = await kind.addressOf(c.var.ctx, id)
    const space = await getSpaceById(c.var.ctx, await kind.spaceIdOf(c.var.ctx, id))
    return drawReaders(c, space, { kind: kind.name, id }, { label: c.var.ctx.say('Back'), href })
  })
}

async function drawReaders(
  c: Context<WebEnv>,
  space: Space,
  target: AudienceTarget,
  back: { label: ComponentChildren; href: string },
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
      back={back}
      path={c.req.path}
      find={find}
      found={await findFaces(ctx, target, find)}
      preview={await previewOf(ctx, target, c.req.query('as'))}
      next={readers.length === 100 ? readers.at(-1)!.id : undefined}
    />
  )
  return c.render(page, { title: ctx.say('Who can read this'), realm: space.realm, indexed: false })
}

async function previewOf(ctx: Ctx, target: AudienceTarget, as: string | undefined): Promise<Preview | undefined> {
  if (as === undefined) return undefined
  if (as === 'visitor') return previewAs(ctx, target, 'visitor')
  const id = parseId<'account'>(as)
  if (!id) throw new NotFound('accounts.not-found')
  return previewAs(ctx, target, id)
}

/** People by the beginning of their name, those about whom the viewer may ask here: ten of each side. */
async function findFaces(ctx: Ctx, target: AudienceTarget, name: string): Promise<readonly PersonCard[]> {
  if (name === '' || ctx.viewer.kind !== 'account') return []
  const found: PersonCard[] = []
  for (const realm of ['inside', 'bridge', 'outside'] as const) {
    if (realm === 'outside' && !('space' in target)) continue
    found.push(...(await listPeople(ctx, { realm, name })).items.slice(0, 10))
  }
  return found
}

import type { Context } from 'hono'
import { NotFound } from '../../platform/errors.ts'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { parseId } from '../../platform/ids.ts'
import { Crumbs, PageHead, Pages } from '../../ui/page.tsx'
import { AudienceLine } from '../../ui/realm.tsx'
import { Table } from '../../ui/table.tsx'
import { contentKind } from '../content-kind.ts'
import { type SpaceId, getSpaceById } from '../spaces/spaces.ts'
import { realmNames, spacePath } from '../spaces/spaces.parts.tsx'
import { type AudienceTarget, audienceOf, audienceWords, listReaders } from './audience.ts'

/** /readers/… — who exactly can read a space or one thing, asked of the rule that enforces it. */
export const audienceRoutes: Routes = (app) => {
  app.get('/readers/space/:id', async (c) => {
    const id = parseId<'space'>(c.req.param('id'))
    if (!id) throw new NotFound()
    const space = await getSpaceById(c.var.ctx, id as SpaceId)
    return drawReaders(c, space.id, { space: id }, { label: space.title, href: spacePath(space) })
  })
  app.get('/readers/:kind{thread|reply}/:id', async (c) => {
    const id = parseId(c.req.param('id'))
    if (!id) throw new NotFound()
    const kind = contentKind(c.req.param('kind'))
    const href = await kind.addressOf(c.var.ctx, id)
    return drawReaders(c, await kind.spaceIdOf(c.var.ctx, id), { kind: kind.name, id }, { label: 'Back', href })
  })
}

async function drawReaders(
  c: Context<WebEnv>,
  spaceId: SpaceId,
  target: AudienceTarget,
  back: { label: string; href: string },
): Promise<Response> {
  const { ctx } = c.var
  const space = await getSpaceById(ctx, spaceId)
  const audience = await audienceOf(ctx, space, target)
  const after = parseId(c.req.query('after')) ?? 0
  const readers = await listReaders(ctx, spaceId, target, after)
  const last = readers.length === 100 ? readers.at(-1)!.id : undefined
  const page = (
    <>
      <PageHead title="Who can read this" crumbs={<Crumbs label="You are here" crumbs={[back]} />} />
      <AudienceLine realm={space.realm} word={realmNames[space.realm]} who={audienceWords(audience)} />
      {space.realm === 'outside' ? (
        <p>
          {audience.everyone
            ? 'No account is needed to read here, and search engines may show it.'
            : 'Everyone who is signed in can read here, and the people of the company.'}
        </p>
      ) : (
        <Table
          caption="Everyone who can read it"
          columns={[{ label: 'Name' }, { label: 'Side' }, { label: 'Where they belong' }]}
          rows={readers.map((reader) => [
            <a href={`/people/${reader.id}-${reader.handle}`}>{reader.displayName}</a>,
            realmNames[reader.realm],
            reader.organisation ?? (reader.jobTitle || audience.company),
          ])}
        />
      )}
      <Pages label="More readers" older={last ? { href: `?after=${last}`, label: 'More readers' } : undefined} />
    </>
  )
  return c.render(page, { title: 'Who can read this', realm: space.realm, indexed: false })
}

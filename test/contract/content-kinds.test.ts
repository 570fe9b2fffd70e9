import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import '../../src/features.ts'
import { startThread } from '../../src/content/threads/threads.ts'
import { folderBlobs } from '../../src/platform/blobs.ts'
import type { Ctx, Viewer } from '../../src/platform/context.ts'
import { NotFound } from '../../src/platform/errors.ts'
import { type ContentKind, contentKinds } from '../../src/realms/content-kind.ts'
import { audienceOf, listReaders } from '../../src/realms/audience/audience.ts'
import { readerOf } from '../../src/realms/reader.access.ts'
import { getSpaceById } from '../../src/realms/spaces/spaces.ts'
import { getCast } from '../cast.ts'
import { inTransaction } from '../database.ts'
import { plantInside, plantOutside } from '../wall/plant.ts'
import { openSecrets } from '../wall/secrets.ts'

const folder = mkdtempSync(join(tmpdir(), 'tango-kinds-'))
after(() => rmSync(folder, { recursive: true, force: true }))

/** One thing at least of every kind, in spaces of every realm and access, some of them for their participants alone. */
async function fillWorld(ctx: Ctx): Promise<void> {
  const cast = await getCast(ctx)
  await plantInside(ctx, openSecrets(), await plantOutside(ctx), folderBlobs(folder))
  const text = { type: 'question', title: 'Between two people', body: 'In a public space.' } as const
  await startThread(cast.as(ctx, 'amina'), cast.spaces.riders, {
    ...text,
    audience: 'participants',
    participants: [cast.people.ines.id],
  })
}

/** Every account that there is, and a visitor. */
async function everyViewer(ctx: Ctx): Promise<Map<string, Viewer>> {
  const accounts = await ctx.db
    .selectFrom('accounts')
    .select(['id', 'realm', 'displayName', 'handle'])
    .where('state', '=', 'active')
    .execute()
  const viewers = new Map<string, Viewer>([['visitor', { kind: 'visitor' }]])
  // Without offices: none of them opens anything to read.
  for (const { id, realm, displayName, handle } of accounts)
    viewers.set(handle, { kind: 'account', id, realm, name: displayName, offices: [] })
  return viewers
}

async function idsOf(ctx: Ctx, kind: ContentKind, viewer?: Viewer): Promise<number[]> {
  const table = sql.table(kind.table)
  const condition = viewer ? kind.readable(readerOf(viewer)) : sql`true`
  return (
    await sql<{ id: number }>`select ${table}.id from ${table} where ${condition} order by 1`.execute(ctx.db)
  ).rows.map((row) => row.id)
}

/** Whether it opens; anything but NotFound is a bug, Forbidden as well: it would tell that something is there. */
async function opens(work: Promise<unknown>): Promise<boolean> {
  try {
    await work
    return true
  } catch (error) {
    assert.ok(error instanceof NotFound, String(error))
    return false
  }
}

test('there are kinds of content to prove something about', () => {
  assert.ok(contentKinds().length >= 2)
})

for (const kind of contentKinds()) {
  test(
    `${kind.name}: what its condition lists is what its text, address and space open, for everybody`,
    inTransaction(async (ctx) => {
      await fillWorld(ctx)
      const all = await idsOf(ctx, kind)
      assert.ok(all.length > 0, `fillWorld makes nothing of the kind ${kind.name}: add one in test/wall/plant.ts`)
      let [open, closed] = [0, 0]
      for (const [who, viewer] of await everyViewer(ctx)) {
        const theirs = ctx.as(viewer)
        const listed = new Set(await idsOf(ctx, kind, viewer))
        for (const id of all) {
          const expected = listed.has(id)
          if (expected) open++
          else closed++
          assert.equal(await opens(kind.textOf(theirs, id)), expected, `text of ${kind.name} ${id} for ${who}`)
          assert.equal(await opens(kind.addressOf(theirs, id)), expected, `address of ${kind.name} ${id} for ${who}`)
          assert.equal(await opens(kind.spaceIdOf(theirs, id)), expected, `space of ${kind.name} ${id} for ${who}`)
        }
      }
      assert.ok(open > 0 && closed > 0, 'nothing was open, or nothing closed')
    }),
  )

  test(
    `${kind.name}: its audience is counted and named exactly as it can be opened, participants included`,
    inTransaction(async (ctx) => {
      await fillWorld(ctx)
      const viewers = await everyViewer(ctx)
      for (const id of await idsOf(ctx, kind)) {
        const able = []
        for (const [, viewer] of viewers) if (await opens(kind.textOf(ctx.as(viewer), id))) able.push(viewer)
        const people = able.flatMap((viewer) => (viewer.kind === 'account' ? [viewer] : []))
        const space = await getSpaceById(ctx, await kind.spaceIdOf(ctx, id))
        const target = { kind: kind.name, id }
        const audience = await audienceOf(ctx, space, target)
        const what = `${kind.name} ${id} in ${space.slug} (${space.realm}, ${space.access})`
        assert.equal(
          audience.everyone,
          able.some((viewer) => viewer.kind === 'visitor'),
          `${what}: anyone on the web`,
        )
        if (audience.everyone) continue
        const count = (realm: string) => people.filter((one) => one.realm === realm).length
        assert.equal(audience.employees, count('inside'), `${what}: employees`)
        assert.equal(audience.members, count('outside'), `${what}: members`)
        assert.equal(
          audience.outsiders.reduce((sum, group) => sum + group.people, 0),
          count('bridge'),
          `${what}: guests`,
        )
        const named = (await listReaders(ctx, space.id, target)).map((reader) => reader.id)
        // Outside nobody is named to anybody.
        const expected =
          space.realm === 'outside' ? [] : people.filter((one) => one.realm !== 'outside').map((one) => one.id)
        assert.deepEqual(
          named.toSorted((a, b) => a - b),
          expected.toSorted((a, b) => a - b),
          `${what}: names`,
        )
      }
    }),
  )
}

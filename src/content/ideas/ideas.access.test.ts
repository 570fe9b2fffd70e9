/** Everybody in front of every act on an idea, outside, inside and in a room with guests. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type PersonName, type PlaceName, everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { type Ctx } from '../../platform/context.ts'
import { addMember } from '../../realms/spaces/spaces.ts'
import { type ThreadId, addReply } from '../threads/threads.ts'
import {
  addCategory,
  agreeToBeNamed,
  boostIdea,
  boostsOf,
  closeCategory,
  editIdea,
  extendIdea,
  getIdea,
  listCategories,
  listContributors,
  listIdeas,
  listStageChanges,
  listUnited,
  loadIdeas,
  postIdea,
  reviewDebt,
  setIdeaRules,
  setStage,
  unboostIdea,
  vote,
} from './ideas.ts'

type Who = PersonName | 'visitor'

const inside: readonly Who[] = ['daniel', 'tomasz', 'aiko', 'lena', 'mirela', 'jonas', 'sara']
const members: readonly Who[] = ['ines', 'gustav', 'joost', 'amina']
const battery: readonly Who[] = ['tomasz', 'aiko', 'lena']
const room: readonly Who[] = ['lena', 'petra']

const outcome = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error) => error.code ?? String(error),
  )

interface Place {
  readonly space: PlaceName
  readonly author: PersonName
  readonly readers: readonly Who[]
  /** Who says what comes of an idea there. */
  readonly company: readonly Who[]
  readonly refused: string
}

// Jonas owns the installation: he administers both sides, and reads only what he is in.
const places: readonly Place[] = [
  {
    space: 'riders',
    author: 'joost',
    readers: ['visitor', ...members, ...inside],
    company: ['mirela'],
    refused: 'ideas.not-official-voice',
  },
  {
    space: 'testers',
    author: 'joost',
    readers: [...members, ...inside],
    company: ['mirela'],
    refused: 'ideas.not-official-voice',
  },
  { space: 'velund', author: 'lena', readers: inside, company: ['jonas'], refused: 'ideas.not-steward' },
  { space: 'battery', author: 'lena', readers: battery, company: ['tomasz'], refused: 'ideas.not-steward' },
  { space: 'cells', author: 'lena', readers: room, company: [], refused: 'ideas.not-steward' },
]

type Done = (ctx: Ctx, id: ThreadId) => Promise<unknown>

const reading: Record<string, Done> = {
  get: getIdea,
  changes: listStageChanges,
  boosts: boostsOf,
  contributors: listContributors,
  united: listUnited,
}

for (const place of places) {
  test(
    `an idea in ${place.space} is read by its readers, in every way, and by nobody else`,
    inTransaction(async (ctx) => {
      const cast = await getCast(ctx)
      if (place.space === 'battery') await addMember(ctx, cast.spaces.battery, cast.people.tomasz.id, 'steward')
      const posted = { space: cast.spaces[place.space].id, title: 'T', body: 'b', tags: [] }
      const { id } = await postIdea(cast.as(ctx, place.author), posted)
      await ctx.db.updateTable('ideas').set({ answerBy: '2020-01-01' }).where('threadId', '=', id).execute()
      for (const who of everybody) {
        const reads = place.readers.includes(who)
        const theirs = cast.as(ctx, who)
        for (const [name, read] of Object.entries(reading))
          assert.equal(await outcome(read(theirs, id)), reads ? 'done' : 'ideas.not-found', `${who}: ${name}`)
        assert.equal((await loadIdeas(theirs, [id])).size, reads ? 1 : 0, who)
        assert.equal((await listIdeas(theirs)).items.length, reads ? 1 : 0, who)
        const { realm } = cast.spaces[place.space]
        assert.equal((await reviewDebt(theirs, { realm })).count, reads ? 1 : 0, `${who}: debt`)
      }
    }),
  )

  test(
    `who votes, sets stages and boosts in ${place.space}`,
    inTransaction(async (ctx) => {
      const cast = await getCast(ctx)
      if (place.space === 'battery') await addMember(ctx, cast.spaces.battery, cast.people.tomasz.id, 'steward')
      const posted = { space: cast.spaces[place.space].id, title: 'T', body: 'b', tags: [] }
      const { id } = await postIdea(cast.as(ctx, place.author), posted)
      for (const who of everybody) {
        const theirs = cast.as(ctx, who)
        const unread = !place.readers.includes(who)
        const refuse = (code: string) =>
          unread ? 'ideas.not-found' : who === 'visitor' ? 'spaces.sign-in-first' : code
        assert.equal(await outcome(vote(theirs, id, 1)), refuse('done'), `${who} votes`)
        const says = place.company.includes(who) ? 'done' : refuse(place.refused)
        assert.equal(
          await outcome(setStage(theirs, id, { stage: 'planned', reason: 'r' })),
          says,
          `${who} sets a stage`,
        )
        assert.equal(await outcome(boostIdea(theirs, id, { weight: 1, reason: 'r' })), says, `${who} boosts`)
        const [boost] = await boostsOf(ctx, id)
        if (boost) assert.equal(await outcome(unboostIdea(theirs, id, boost.id)), says, `${who} ends a boost`)
        const edits = who === place.author ? 'done' : refuse('threads.not-author')
        assert.equal(await outcome(editIdea(theirs, id, { title: 'T', body: 'b', tags: [] })), edits, `${who} edits`)
        const named = who === place.author ? 'done' : unread ? 'ideas.not-found' : 'ideas.no-contributor'
        assert.equal(await outcome(agreeToBeNamed(theirs, id, true)), named, `${who} is named`)
      }
    }),
  )
}

test(
  'who posts where',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const writers: Partial<Record<PlaceName, readonly Who[]>> = {
      riders: [...members, ...inside],
      testers: [...members, ...inside],
      velund: inside,
      battery,
      cells: room,
    }
    for (const [space, may] of Object.entries(writers)) {
      for (const who of everybody) {
        const got = await outcome(postIdea(cast.as(ctx, who), { space, title: 'T', body: 'b', tags: [] }))
        const refused = who === 'visitor' && space === 'riders' ? 'spaces.sign-in-first' : 'spaces.not-found'
        assert.equal(got, may.includes(who) ? 'done' : refused, `${who} in ${space}`)
      }
    }
  }),
)

test(
  'a comment becomes an extension by its author, the author of the idea, or the company; and only where all read it',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { id } = await postIdea(cast.as(ctx, 'joost'), { space: 'riders', title: 'T', body: 'b', tags: [] })
    const narrow = { space: 'riders', title: 'N', body: 'b', tags: [], reach: 4 } as const
    const { id: narrowId } = await postIdea(cast.as(ctx, 'joost'), narrow)
    for (const who of everybody) {
      const reply = await addReply(cast.as(ctx, 'tomasz'), id, { kind: 'comment', body: `More for ${who}.` })
      const may = ['joost', 'tomasz', 'mirela'].includes(who)
      const refused =
        who === 'petra' ? 'ideas.not-found' : who === 'visitor' ? 'spaces.sign-in-first' : 'ideas.not-yours'
      assert.equal(await outcome(extendIdea(cast.as(ctx, who), id, reply.id, 'E')), may ? 'done' : refused, who)
      if (may) assert.equal(await outcome(extendIdea(cast.as(ctx, who), id, reply.id, 'E')), 'ideas.extended', who)
    }
    const hidden = await addReply(cast.as(ctx, 'amina'), narrowId, { kind: 'comment', body: 'For members.' })
    assert.equal(await outcome(extendIdea(cast.as(ctx, 'joost'), narrowId, hidden.id, 'E')), 'ideas.narrowed')
    assert.equal(await outcome(extendIdea(cast.as(ctx, 'joost'), id, hidden.id, 'E')), 'replies.not-found')
  }),
)

test(
  'who makes the rules of ideas, and who knows the categories of a side',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const keepers = { outside: ['jonas', 'sara'], inside: ['jonas'], bridge: ['jonas'] } as const
    for (const realm of ['outside', 'inside', 'bridge'] as const) {
      for (const who of everybody) {
        const may = (keepers[realm] as readonly Who[]).includes(who)
        const theirs = cast.as(ctx, who)
        const title = `${realm} ${who}`
        assert.equal(await outcome(addCategory(theirs, realm, { title })), may ? 'done' : 'ideas.not-keeper', title)
      }
      const [category] = await listCategories(ctx, realm)
      for (const who of everybody) {
        const may = (keepers[realm] as readonly Who[]).includes(who)
        const closing = closeCategory(cast.as(ctx, who), category!.id, false)
        assert.equal(await outcome(closing), may ? 'done' : 'ideas.no-category', `${who} closes ${realm}`)
        const knows = realm === 'outside' || inside.includes(who) || (realm === 'bridge' && who === 'petra')
        assert.equal((await listCategories(cast.as(ctx, who), realm)).length > 0, knows, `${who} knows ${realm}`)
      }
    }
    for (const who of everybody) {
      const may = (keepers.outside as readonly Who[]).includes(who)
      const ruling = setIdeaRules(cast.as(ctx, who), { halfLifeDays: 90, answerDays: 30 })
      assert.equal(await outcome(ruling), may ? 'done' : 'ideas.not-keeper', who)
    }
  }),
)

/** Whatever happens: the stream is exactly what is followed and what reading one by one allows, for the first reason. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type PersonName, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { fc } from '../../../test/property.ts'
import { ask } from '../../content/questions/questions.ts'
import { mergeTags, undoMerge } from '../../content/tags/synonyms.ts'
import { type TagId, setTags, tagsOf } from '../../content/tags/tags.ts'
import {
  type Reach,
  type Thread,
  getThread,
  hidePost,
  narrowThread,
  restorePost,
  startThread,
} from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { addMember, removeMember } from '../../realms/spaces/spaces.ts'
import { type FollowKind, type Subject, follow, listFollowed, listStream, unfollow } from './following.ts'

const followers = ['gustav', 'aiko'] as const
const words = ['tide', 'battery', 'akku'] as const

async function scene(ctx: Ctx) {
  const cast = await getCast(ctx)
  const question = async (who: PersonName, title: string, tags: string[], space = 'riders') =>
    (await ask(cast.as(ctx, who), { space, title, body: 'Why?', tags })).thread
  const talk = async (title: string, space: 'battery' | 'velund', tags: string[]) => {
    const thread = await startThread(cast.as(ctx, 'tomasz'), cast.spaces[space], {
      type: 'discussion',
      title,
      body: 'x',
    })
    await setTags(cast.as(ctx, 'tomasz'), thread.id, tags)
    return thread
  }
  // One of each word stays for everybody, so that each can be merged.
  const threads: Thread[] = [
    await question('amina', 'All words', [...words]),
    await question('ines', 'One', ['battery']),
    await question('ines', 'Two', ['tide', 'akku']),
    await question('joost', 'Three', ['akku'], 'testers'),
    await talk('Four', 'battery', ['akku']),
    await talk('Five', 'velund', ['battery', 'tide']),
  ]
  const rows = await ctx.db.selectFrom('tags').select(['id', 'name']).execute()
  const tagId = (name: string) => rows.find((row) => row.name === name)!.id as TagId
  const subjects: Subject[] = [
    { kind: 'person', id: cast.people.ines.id },
    { kind: 'person', id: cast.people.tomasz.id },
    { kind: 'thread', id: threads[3]!.id },
    { kind: 'thread', id: threads[4]!.id },
    ...words.map((name): Subject => ({ kind: 'tag', id: tagId(name) })),
    ...(['riders', 'testers', 'battery', 'velund'] as const).map((name): Subject => ({
      kind: 'space',
      id: cast.spaces[name].id,
    })),
  ]
  return { cast, threads, subjects, nameOf: (id: number) => rows.find((row) => row.id === id)!.name }
}

const act = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      does: fc.constant('follow' as const),
      who: fc.constantFrom(...followers),
      which: fc.nat(10),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ does: fc.constant('stop' as const), who: fc.constantFrom(...followers), which: fc.nat(10) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('narrow' as const),
      which: fc.integer({ min: 1, max: 3 }),
      reach: fc.constantFrom(0, 1, 4),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('retag' as const),
      which: fc.integer({ min: 1, max: 5 }),
      tags: fc.uniqueArray(fc.constantFrom(...words)),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constantFrom('leave' as const, 'join' as const, 'merge' as const, 'unmerge' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constantFrom('hide' as const, 'show' as const),
      which: fc.integer({ min: 1, max: 5 }),
    }),
  },
)

test(
  'after any history the stream of everybody is what they follow and may read, each once, for the first reason',
  inTransaction(async (ctx) => {
    const { cast, threads, subjects, nameOf } = await scene(ctx)
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 14 }), async (history) => {
        const back = new Error('back')
        await ctx
          .transaction(async (inside) => {
            const followed = new Map(followers.map((who) => [who, new Set<number>()]))
            const kept = new Map<number, Awaited<ReturnType<typeof hidePost>>>()
            let merge: Awaited<ReturnType<typeof mergeTags>> | undefined
            const author = (thread: Thread) =>
              inside.as(Object.values(cast.people).find(({ id }) => id === thread.authorId)!)
            for (const one of history) {
              if (one.does === 'follow') {
                const ok = await follow(cast.as(inside, one.who), subjects[one.which]!).then(
                  () => true,
                  () => false,
                )
                if (ok) followed.get(one.who)!.add(one.which)
              } else if (one.does === 'stop') {
                await unfollow(cast.as(inside, one.who), subjects[one.which]!)
                followed.get(one.who)!.delete(one.which)
              } else if (one.does === 'narrow') {
                const thread = threads[one.which]!
                await narrowThread(author(thread), thread.id, one.reach as Reach).catch(() => {})
              } else if (one.does === 'retag') {
                const thread = threads[one.which]!
                await setTags(author(thread), thread.id, one.tags).catch(() => {})
              } else if (one.does === 'leave') {
                await removeMember(inside, cast.spaces.battery, cast.people.aiko.id).catch(() => {})
              } else if (one.does === 'join') {
                await addMember(inside, cast.spaces.battery, cast.people.aiko.id).catch(() => {})
              } else if (one.does === 'merge') {
                merge ??= await mergeTags(cast.as(inside, 'sara'), 'outside', 'akku', 'battery')
              } else if (one.does === 'unmerge') {
                if (merge !== undefined) await undoMerge(cast.as(inside, 'sara'), 'outside', merge)
                merge = undefined
              } else if (one.does === 'hide') {
                const { id } = threads[one.which]!
                if (!kept.has(id)) kept.set(id, await hidePost(inside, { threadId: id, replyId: null }))
              } else if (one.does === 'show') {
                const { id } = threads[one.which]!
                if (kept.has(id)) await restorePost(inside, { threadId: id, replyId: null }, kept.get(id)!)
                kept.delete(id)
              }
            }
            for (const who of followers) {
              const as = cast.as(inside, who)
              const wanted = new Map<number, FollowKind>()
              for (const { id } of threads) {
                const thread = await getThread(as, id).catch(() => undefined)
                if (!thread) continue
                const tags = (await tagsOf(as, [id])).get(id) ?? []
                const root = (name: string) =>
                  thread.realm === 'outside' && merge !== undefined && name === 'akku' ? 'battery' : name
                const hits = [...followed.get(who)!]
                  .map((at) => subjects[at]!)
                  .filter((subject) => {
                    if (subject.kind === 'person') return thread.authorId === subject.id
                    if (subject.kind === 'thread') return thread.id === subject.id
                    if (subject.kind === 'space') return thread.spaceId === subject.id
                    return tags.includes(root(nameOf(subject.id)))
                  })
                const first = (['person', 'thread', 'tag', 'space'] as const).find((kind) =>
                  hits.some((hit) => hit.kind === kind),
                )
                if (first) wanted.set(id, first)
              }
              const { items } = await listStream(as)
              const found = new Map(items.map(({ thread, reason }) => [Number(thread.id), reason.kind]))
              assert.equal(found.size, items.length)
              assert.deepEqual([...found].sort(), [...wanted].sort(), who)
              assert.ok((await listFollowed(as)).items.length <= followed.get(who)!.size)
            }
            throw back
          })
          .catch((error: unknown) => {
            if (error !== back) throw error
          })
      }),
      { numRuns: 20 },
    )
  }),
)

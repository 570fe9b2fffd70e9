import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { type Cast, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { fc } from '../../../test/property.ts'
import type { Ctx } from '../../platform/context.ts'
import {
  type OutsideType,
  type ThreadId,
  addReply,
  editThread,
  getThread,
  listReplies,
  mergeThread,
  moveThread,
  replyAddress,
  retypeThread,
  splitThread,
  startThread,
  threadAddress,
  unmergeThread,
} from './threads.ts'

/** One thing that happens; numbers choose among what there is at that moment. */
type Step =
  | { do: 'retype'; thread: number; type: OutsideType }
  | { do: 'move'; thread: number }
  | { do: 'split'; thread: number; reply: number }
  | { do: 'merge'; thread: number; into: number }
  | { do: 'unmerge'; thread: number }
  | { do: 'rename'; thread: number }
  | { do: 'reply'; thread: number; under: boolean }

const which = fc.nat(40)
const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('retype' as const),
    thread: which,
    type: fc.constantFrom('question', 'problem', 'praise'),
  }),
  fc.record({ do: fc.constant('move' as const), thread: which }),
  fc.record({ do: fc.constant('split' as const), thread: which, reply: which }),
  { weight: 2, arbitrary: fc.record({ do: fc.constant('merge' as const), thread: which, into: which }) },
  fc.record({ do: fc.constant('unmerge' as const), thread: which }),
  fc.record({ do: fc.constant('rename' as const), thread: which }),
  { weight: 2, arbitrary: fc.record({ do: fc.constant('reply' as const), thread: which, under: fc.boolean() }) },
)

/** Every address that any thread or reply ever had. A part after # is the place on the page. */
class Known {
  readonly addresses = new Set<string>()
  readonly threads: ThreadId[] = []

  async note(ctx: Ctx): Promise<void> {
    for (const id of this.threads) {
      const thread = await getThread(ctx, id)
      this.addresses.add(threadAddress(thread))
      for (const reply of await listReplies(ctx, id)) this.addresses.add(replyAddress(thread, reply))
    }
  }
}

async function take(ctx: Ctx, cast: Cast, known: Known, step: Step): Promise<void> {
  const sara = cast.as(ctx, 'sara')
  const at = (number: number) => known.threads[number % known.threads.length]!
  const id = at(step.thread)
  const thread = await getThread(ctx, id)
  if (step.do === 'retype') await retypeThread(sara, id, step.type)
  else if (step.do === 'move') {
    const space = thread.spaceId === cast.spaces.riders.id ? 'open' : 'riders'
    await moveThread(sara, id, { space })
  } else if (step.do === 'merge') await mergeThread(sara, id, at(step.into))
  else if (step.do === 'unmerge') await unmergeThread(sara, id)
  else if (step.do === 'rename')
    await editThread(cast.as(ctx, 'lena'), id, { title: `${thread.title} x`, body: thread.body })
  else {
    const replies = (await listReplies(ctx, id)).filter((reply) => reply.parentId === null)
    if (step.do === 'split') {
      const chosen = replies[step.reply % Math.max(1, replies.length)]
      if (!chosen) return
      const split = await splitThread(sara, id, { replies: [chosen.id], title: 'Split off', body: 'So.' })
      known.threads.push(split.id)
    } else {
      const parent = step.under ? replies.find((reply) => reply.kind === 'answer') : undefined
      const comment = { kind: 'comment', body: 'Hm.', ...(parent && { parentId: parent.id }) } as const
      await addReply(cast.as(ctx, 'daniel'), id, step.under ? comment : { kind: 'answer', body: 'So.' })
    }
  }
}

/** What may be refused on the way: the thing asked for makes no sense at that moment. */
const refusals = new Set([
  'threads.merged',
  'threads.merge',
  'threads.not-merged',
  'threads.merged-on',
  'threads.not-author',
])

test(
  'no address of a thread or of a reply ever dies, whatever is retyped, moved, split, merged, undone and renamed',
  { timeout: 120_000 },
  async () => {
    let [merged, undone, departed] = [0, 0, 0]
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 4, maxLength: 12 }), async (history) => {
        await inTransaction(async (ctx) => {
          const cast = await getCast(ctx)
          await ctx.db
            .insertInto('spaces')
            .values({ realm: 'outside', slug: 'open', title: 'Open', access: 'public' })
            .execute()
          const known = new Known()
          for (const title of ['First', 'Second', 'Third']) {
            const text = { type: 'question', title, body: 'It stops.' } as const
            const { id } = await startThread(cast.as(ctx, 'lena'), cast.spaces.riders, text)
            known.threads.push(id)
            await addReply(cast.as(ctx, 'daniel'), id, { kind: 'answer', body: 'So.' })
          }
          await known.note(ctx)
          for (const step of history) {
            await take(ctx, cast, known, step).catch((error: { code?: string }) => {
              if (!refusals.has(error.code ?? '')) throw error
            })
            await known.note(ctx)
          }
          const acts = await ctx.db.selectFrom('threadActs').select('act').execute()
          merged += acts.filter(({ act }) => act === 'merge').length
          undone += acts.filter(({ act }) => act === 'unmerge').length
          const site = await openSite(ctx)
          const pages = new Map<string, string>()
          for (const address of known.addresses) {
            const [path, place] = address.split('#')
            const page = pages.get(path!) ?? (await follow(site.as('visitor'), path!))
            pages.set(path!, page)
            if (!place) continue
            assert.ok(page.includes(`id="${place}"`), `${address} leads to a page without that place`)
            if (page.includes('was moved to')) departed += 1
          }
        })()
      }),
      { numRuns: 12 },
    )
    assert.ok(merged > 3 && undone > 0 && departed > 3, `hardly anything came about: ${[merged, undone, departed]}`)
  },
)

/** The page at the end of the redirects. */
async function follow(
  browser: { get(path: string): Promise<{ status: number; location: string | null; text: string }> },
  path: string,
): Promise<string> {
  let at = path
  for (let hops = 0; hops < 4; hops += 1) {
    const page = await browser.get(at)
    if (page.status === 200) return page.text
    assert.equal(page.status, 301, `${path}: ${at} answers ${page.status}`)
    at = page.location!
  }
  assert.fail(`${path} leads in a circle`)
}

import { type ThreadId, retypeThread } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { Conflict, Forbidden } from '../../platform/errors.ts'
import { takeIdeaStages } from './idea-stages.ts'
import { typeOfTags } from './kinds.ts'
import { takeProblemStates } from './problem-states.ts'
import { type Pass, type Read, type Run, leaveAlone, readNew, skip } from './passes.ts'
import * as queries from './import.queries.ts'
import { momentOf, tagsOf } from './stackexchange.rows.ts'
import type { XmlRow } from './xml-rows.ts'

type Typed = Read<{ tags: readonly string[]; activeAt: Date }>

/**
 * What a meta site asks for becomes ideas with their stages, what it reports becomes problems with their states: once, after everything
 * under it is there. What an earlier import took as a question is retyped and keeps its number, so its address leads
 * there; what somebody made of it here since then stands.
 */
export const typesPass: Pass = {
  file: 'Posts.xml',
  what: 'ideas and problems',
  wants: (row) => row.values.PostTypeId === '1' && isTyped(row),
  async take(ctx, run, rows) {
    const pass = { file: 'Posts.xml', what: 'ideas and problems', kind: 'typed', source: run.posts } as const
    const fresh = await readNew(ctx, run, pass, rows, (row) => ({
      tags: tagsOf(row),
      activeAt: momentOf(row, row.values.LastActivityDate === undefined ? 'CreationDate' : 'LastActivityDate'),
    }))
    const places = await queries.findPlaces(
      ctx,
      run.posts,
      fresh.map(({ id }) => id),
    )
    const standing = fresh.filter(({ row, id }) => {
      const place = places.get(id)
      if (place?.isGone) leaveAlone(run, pass.what)
      else if (!place) skip(run, pass, row, 'the question itself was left out')
      else return true
      return false
    })
    const threadOf = ({ id }: Typed) => places.get(id)!.ownId
    const types = await queries.findTypes(ctx, standing.map(threadOf))
    const taken: Typed[] = []
    for (const read of standing) {
      const type = types.get(threadOf(read))
      const wanted = typeOfTags(read.value.tags)
      if (type === wanted || (type === 'question' && (await retyped(ctx, threadOf(read), wanted)))) taken.push(read)
      else run.report.counts[pass.what].ignored += 1
    }
    const those = (type: 'idea' | 'problem') =>
      taken
        .filter(({ value }) => typeOfTags(value.tags) === type)
        .map((read) => ({ threadId: threadOf(read), ...read.value }))
    run.report.stages += await takeIdeaStages(ctx, those('idea'))
    run.report.states += await takeProblemStates(ctx, those('problem'))
    await rememberAll(ctx, run, taken, threadOf)
    run.report.counts[pass.what].added += taken.length
  },
}

function isTyped(row: XmlRow): boolean {
  return /(^|[<>|])(feature-request|bug)([<>|]|$)/i.test(row.values.Tags ?? '')
}

async function rememberAll(
  ctx: Ctx,
  run: Run,
  taken: readonly Typed[],
  threadOf: (read: Typed) => number,
): Promise<void> {
  const pairs = taken.map((read) => ({ foreignId: read.id, localId: threadOf(read) }))
  await queries.insertReferences(ctx, { source: run.posts, kind: 'typed', runId: run.runId }, pairs)
}

/** Retypes what an earlier import took as a question; not what was recalled or merged here since. */
async function retyped(ctx: Ctx, threadId: number, to: 'question' | 'idea' | 'problem'): Promise<boolean> {
  try {
    await retypeThread(ctx, threadId as ThreadId, to)
    return true
  } catch (error) {
    if (error instanceof Forbidden || error instanceof Conflict) return false
    throw error
  }
}

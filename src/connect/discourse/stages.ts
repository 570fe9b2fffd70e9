import type { Ctx } from '../../platform/context.ts'
import { findReferences, findStanding, findTypes, takeIdeaStages, takeProblemStates } from '../import/import.ts'
import type { Entry } from './source.ts'
import { type Run, inTransactions, remember } from './run.ts'

/** How the ideas and problems stood there, once: whatever is said of them here later stands. */
export async function takeStages(ctx: Ctx, run: Run): Promise<void> {
  const topics = [...run.survey.topics.values()].filter((topic) => !topic.isMessage)
  const entries = async function* (): AsyncGenerator<Entry> {
    for (const topic of topics) yield { file: run.site, at: `topic ${topic.id}`, values: { id: topic.id } }
  }
  const read = ({ id }: Record<string, unknown>) => run.survey.topics.get(Number(id))!
  await inTransactions(ctx, run, { kind: 'topics', entries: entries(), read }, async (inside, reads) => {
    const ids = reads.map(({ value }) => String(value.id))
    const done = await findReferences(inside, run.references, 'typed', ids)
    const threads = await findReferences(inside, run.references, 'question', ids)
    const types = await findTypes(inside, [...threads.values()])
    const standing = await findStanding(inside, [...threads.values()])
    const fresh = reads.flatMap(({ value }) => {
      const threadId = threads.get(String(value.id))
      if (threadId === undefined || done.has(String(value.id)) || standing.get(threadId)!.isGone) return []
      return [{ id: value.id, threadId, tags: value.tags, activeAt: value.activeAt ?? inside.now }]
    })
    const those = (type: string) => fresh.filter(({ threadId }) => types.get(threadId) === type)
    run.report.stages += await takeIdeaStages(inside, those('idea'))
    run.report.states += await takeProblemStates(inside, those('problem'))
    const made = [...those('idea'), ...those('problem')].map(({ id, threadId }) => ({
      foreignId: String(id),
      localId: threadId,
      addresses: [],
    }))
    await remember(inside, run, 'typed', made)
  })
}

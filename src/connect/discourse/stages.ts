import type { Ctx } from '../../platform/context.ts'
import { findReferences, findTypes, takeIdeaStages } from '../import/import.ts'
import type { Entry } from './source.ts'
import { type Run, inTransactions, remember } from './run.ts'

/** How the ideas stood there, once: whatever is said of them here later stands. */
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
    const ideas = reads.flatMap(({ value }) => {
      const threadId = threads.get(String(value.id))
      if (threadId === undefined || done.has(String(value.id)) || types.get(threadId) !== 'idea') return []
      return [{ id: value.id, threadId, tags: value.tags, activeAt: value.activeAt ?? inside.now }]
    })
    run.report.stages += await takeIdeaStages(inside, ideas)
    const made = ideas.map(({ id, threadId }) => ({ foreignId: String(id), localId: threadId, addresses: [] }))
    await remember(inside, run, 'typed', made)
  })
}

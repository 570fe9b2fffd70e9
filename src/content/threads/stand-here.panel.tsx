import { type NodePanel, listThingsAt } from '../../people/axes/axes.ts'
import { Card } from '../../ui/surface.tsx'
import { Excerpt } from '../mentions/mentions.parts.tsx'
import { loadThreads, threadAddress } from './threads.ts'
import type { ThreadId } from './threads.tables.ts'

/** On the page of a place: the threads that stand there as of the day, as far as the viewer may read them; 200 at most. */
export const threadsHerePanel: NodePanel = async (ctx, nodeId, day) => {
  const { items } = await listThingsAt(ctx, nodeId, { kind: 'thread', day })
  const threads = await loadThreads(ctx, items as readonly number[] as readonly ThreadId[])
  if (threads.size === 0) return null
  return (
    <Card title={ctx.say('Threads that stand here')}>
      <ul role="list" class="stack-s">
        {[...threads.values()].map((thread) => (
          <li>
            <a href={threadAddress(thread)} dir="auto">
              {thread.title || <Excerpt of={thread.body} length={80} />}
            </a>
          </li>
        ))}
      </ul>
    </Card>
  )
}

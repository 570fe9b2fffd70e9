import type { NodePanel } from '../../people/axes/axes.ts'
import { Card } from '../../ui/surface.tsx'
import { listOpenTo } from './listing.ts'
import { GrantWords } from './rights.parts.tsx'

/** On the page of a place: the spaces that were opened to it, as they are today. */
export const openToPanel: NodePanel = async (ctx, nodeId) => {
  const open = await listOpenTo(ctx, nodeId)
  if (open.length === 0) return null
  return (
    <Card title={ctx.say('Opened to this place')}>
      <ul role="list" class="stack-s">
        {open.map(({ space, grants }) => (
          <li>
            <a href={`/inside/rights/${space.id}`} dir="auto">
              {space.title}
            </a>
            {grants.map((grant) => (
              <span class="small muted">
                {' '}
                <GrantWords grant={grant} />.
              </span>
            ))}
          </li>
        ))}
      </ul>
    </Card>
  )
}

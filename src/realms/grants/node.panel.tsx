import { type NodePanel, listThingsAt } from '../../people/axes/axes.ts'
import { Card } from '../../ui/surface.tsx'
import { type SpaceId, loadRightsSpaces } from '../spaces/spaces.ts'
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

/** On the page of a place: the spaces that stand there as of the day, as far as the viewer may see their rights. */
export const standHerePanel: NodePanel = async (ctx, nodeId, day) => {
  const { items } = await listThingsAt(ctx, nodeId, { kind: 'space', day })
  const spaces = await loadRightsSpaces(ctx, items as readonly number[] as readonly SpaceId[])
  if (spaces.length === 0) return null
  return (
    <Card title={ctx.say('Spaces that stand here')}>
      <ul role="list" class="stack-s">
        {spaces.map((space) => (
          <li>
            <a href={`/inside/rights/${space.id}#places`} dir="auto">
              {space.title}
            </a>
          </li>
        ))}
      </ul>
    </Card>
  )
}

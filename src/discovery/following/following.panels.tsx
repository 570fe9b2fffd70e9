/** The button that follows, on the pages of features further left: through the slots that they have. */
import type { ComponentChildren } from 'preact'
import type { PersonPanel } from '../../people/accounts/accounts.ts'
import { personPath } from '../../people/accounts/accounts.ts'
import type { FollowButton as DrawFollowButton } from '../../content/tags/tags.ts'
import { type ThreadId, getThread, threadAddress } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { type Subject, isFollowing } from './following.ts'
import { FollowButton } from './following.parts.tsx'

async function buttonFor(ctx: Ctx, subject: Subject, here: string): Promise<ComponentChildren> {
  return (
    <FollowButton
      {...subject}
      here={here}
      follows={await isFollowing(ctx, subject)}
      signIn={ctx.viewer.kind !== 'account'}
    />
  )
}

/** On the pages of tags and spaces. */
export const followButton: DrawFollowButton = buttonFor

/** Beside a conversation that the viewer has open: one line with the button. */
async function threadButton(ctx: Ctx, id: ThreadId): Promise<ComponentChildren> {
  if (ctx.viewer.kind !== 'account') return null
  const thread = await getThread(ctx, id)
  return <p>{await buttonFor(ctx, { kind: 'thread', id }, threadAddress(thread))}</p>
}

export const questionFollowPanel = threadButton
export const threadFollowPanel = (ctx: Ctx, thread: { id: ThreadId }) => threadButton(ctx, thread.id)

/** On a profile; two members have the button among what else can be between them. */
export const personFollowPanel: PersonPanel = async (ctx, person) => {
  const { viewer } = ctx
  if (viewer.kind !== 'account' || viewer.id === person.id || person.state === 'closed') return null
  if (viewer.realm === 'outside' && person.realm === 'outside') return null
  return <p>{await buttonFor(ctx, { kind: 'person', id: person.id }, personPath(person))}</p>
}

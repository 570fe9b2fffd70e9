import type { AccountViewer, Viewer } from '../../platform/context.ts'
import { said } from '../../platform/languages/languages.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'
import { type Space, type SpaceRight, administers, isEmployee, mayWriteIn } from '../../realms/spaces/spaces.ts'
import type { ThreadType } from './threads.tables.ts'

/** The types of threads outside. */
export const outsideTypes = ['question', 'idea', 'problem', 'praise', 'update'] as const satisfies readonly ThreadType[]
export type OutsideType = (typeof outsideTypes)[number]

/** What decides who may put a thread in order, beside the viewer and the space. */
export interface KeepingFacts {
  readonly right: SpaceRight | undefined
  /** Whether the viewer holds the power for this act in this space. */
  readonly hasPower: boolean
}

/** Whether the viewer keeps order among the threads of a space outside: stewards, and whoever moderates it. */
export function mayKeepOrder(viewer: Viewer, space: Space, right?: SpaceRight): AccessVerdict {
  if (space.realm !== 'outside') return no('threads.outside-only', said('This is done with threads outside.'))
  if (administers(viewer, 'outside')) return yes(said('You keep order outside.'))
  return viewer.kind === 'account' && (right === 'moderate' || right === 'manage')
    ? yes(said('You look after this space.'))
    : no(
        'threads.not-steward',
        said('This is done by those who keep order here. You can ask a steward of the outside.'),
      )
}

function holdsVoice(viewer: Viewer): viewer is AccountViewer {
  return isEmployee(viewer) && viewer.offices.includes('official-voice')
}

/** Whether the viewer may write updates outside: the company alone speaks in them. */
export function mayWriteUpdate(viewer: Viewer, space: Space): AccessVerdict {
  const writing = mayWriteIn(viewer, space)
  if (!writing.allowed || viewer.kind === 'system' || space.realm !== 'outside') return writing
  return holdsVoice(viewer)
    ? yes(said('You hold the office official voice.'))
    : no(
        'threads.company-only',
        said('Updates are written by the company. Choose a question, an idea, a problem or praise.'),
      )
}

/**
 * Whether the viewer may make a thread one of another type. `official`: something of the company stands on it already.
 * `byCompany`: an employee wrote it; nobody's words become the company's.
 */
export function mayRetype(
  viewer: Viewer,
  space: Space,
  thread: { type: ThreadType; authorId: AccountId; official: boolean; byCompany: boolean },
  to: ThreadType | undefined,
  facts: KeepingFacts,
): AccessVerdict {
  const writing = mayWriteIn(viewer, space)
  if (!writing.allowed) return writing
  if (thread.type === 'update' || to === 'update') {
    if (!holdsVoice(viewer))
      return no(
        'threads.company-only',
        said('Only the company makes something an update, or an update something else.'),
      )
    return thread.byCompany
      ? yes(said('You hold the office official voice.'))
      : no('threads.not-ours', said('A customer wrote this. An update is written by an employee.'))
  }
  if (mayKeepOrder(viewer, space, facts.right).allowed) return yes(said('You keep order here.'))
  if (facts.hasPower) return yes(said('Your standing here lets you.'))
  if (viewer.kind !== 'account' || viewer.id !== thread.authorId)
    return no('threads.not-author', said('The type is changed by the author, or by those who keep order here.'))
  return thread.official
    ? no(
        'threads.official-stands',
        said('The company has answered this already, so its type stays. You can ask a steward.'),
      )
    : yes(said('You wrote this.'))
}

/** Whether the viewer may move threads out of a space. `wider`: more people would read it there. */
export function mayMove(viewer: Viewer, space: Space, wider: boolean, facts: KeepingFacts): AccessVerdict {
  const keeping = mayKeepOrder(viewer, space, facts.right)
  if (keeping.allowed) return keeping
  const writing = mayWriteIn(viewer, space)
  if (!writing.allowed || !facts.hasPower) return writing.allowed ? keeping : writing
  return wider
    ? no('threads.wider', said('More people would read it there. A steward of the outside can move it.'))
    : yes(said('Your standing here lets you.'))
}

/** Whether a thread outside offers the viewer the page of its type and place: everybody signed in who may write there. */
export function mayOpenKeeping(viewer: Viewer, space: Space, thread: { recalledAt: Date | null }): boolean {
  return viewer.kind === 'account' && !thread.recalledAt && mayWriteIn(viewer, space).allowed
}

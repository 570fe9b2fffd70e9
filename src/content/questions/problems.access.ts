import type { Viewer } from '../../platform/context.ts'
import { said } from '../../platform/languages/languages.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'
import { type Space, isEmployee, mayWriteIn } from '../../realms/spaces/spaces.ts'
import type { ProblemState } from '../threads/threads.ts'

/**
 * Whether the viewer may say how a problem stands: everybody who writes there for the company. Whoever reported it may
 * say that it is back.
 */
export function maySetState(
  viewer: Viewer,
  space: Space,
  problem: { reportedBy: AccountId; state: ProblemState },
  to: ProblemState,
): AccessVerdict {
  const writing = mayWriteIn(viewer, space)
  if (!writing.allowed || viewer.kind === 'system') return writing
  const own = viewer.kind === 'account' && viewer.id === problem.reportedBy
  if (isEmployee(viewer)) return yes(said('You write here for the company.'))
  const isOver = problem.state === 'fixed' || problem.state === 'no-fault'
  if (to === 'reported' && isOver) {
    return own
      ? yes(said('You reported this.'))
      : no('problems.not-reporter', said('That it is back is said by whoever reported it. You can add an answer.'))
  }
  return no('problems.company-only', said('How a problem stands is said by the company. You can add what you know.'))
}

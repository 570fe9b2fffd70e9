import type { Viewer } from '../../platform/context.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'
import type { Space } from '../../realms/spaces/spaces.ts'
import { type Level, type Power, levelRules, powersOf } from './rules.ts'

/**
 * Whether standing lets a member do something with the texts of others: from a level on, in a public space that is
 * open. It never lets anybody read anything.
 */
export function mayUsePower(
  viewer: Viewer,
  space: Pick<Space, 'realm' | 'access' | 'archivedAt'>,
  power: Power,
  level: Level,
): AccessVerdict {
  if (viewer.kind !== 'account' || viewer.realm !== 'outside')
    return no('standing.members-only', 'Standing is earned by members outside. Employees have offices.')
  if (space.realm !== 'outside' || space.access !== 'public')
    return no('standing.public-only', 'Standing counts in public spaces.')
  if (space.archivedAt) return no('spaces.archived', 'This space is closed. Nothing is changed any more.')
  const { name } = levelRules[level]!
  if (powersOf[level].includes(power)) return yes(`Your standing: ${name}.`)
  const needed = levelRules.find((rule) => powersOf[rule.level].includes(power))!
  return no('standing.not-enough', `This needs the standing ${needed.name}; yours is ${name}.`)
}

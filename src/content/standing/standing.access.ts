import type { Viewer } from '../../platform/context.ts'
import { said } from '../../platform/languages/languages.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'
import type { Space } from '../../realms/spaces/spaces.ts'
import { type Level, type Power, powersOf } from './rules.ts'

const have: Readonly<Record<Level, string>> = {
  0: said('Your standing: Member.'),
  1: said('Your standing: Helper.'),
  2: said('Your standing: Guide.'),
  3: said('Your standing: Champion.'),
}

const needsGuide: Readonly<Record<Level, string>> = {
  0: said('This needs the standing Guide; yours is Member.'),
  1: said('This needs the standing Guide; yours is Helper.'),
  2: have[2],
  3: have[3],
}

const needsChampion: Readonly<Record<Level, string>> = {
  0: said('This needs the standing Champion; yours is Member.'),
  1: said('This needs the standing Champion; yours is Helper.'),
  2: said('This needs the standing Champion; yours is Guide.'),
  3: have[3],
}

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
    return no('standing.members-only', said('Standing is earned by members outside. Employees have offices.'))
  if (space.realm !== 'outside' || space.access !== 'public')
    return no('standing.public-only', said('Standing counts in public spaces.'))
  if (space.archivedAt) return no('spaces.archived', said('This space is closed. Nothing is changed any more.'))
  if (powersOf[level].includes(power)) return yes(have[level])
  return no('standing.not-enough', powersOf[2].includes(power) ? needsGuide[level] : needsChampion[level])
}

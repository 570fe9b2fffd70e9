import type { AccountViewer, Viewer } from '../../platform/context.ts'
import { said } from '../../platform/languages/languages.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'
import type { GroupRole } from './groups.tables.ts'

/** Whether somebody may read groups and who is in them, and make one: everyone who works here. */
export function mayReadGroups(viewer: Viewer): boolean {
  return viewer.kind === 'system' || isColleague(viewer)
}

/** Whether somebody may change a group: who leads it, the owner, and the inside steward. `role`: theirs in the group. */
export function mayChangeGroup(viewer: Viewer, role: GroupRole | undefined): AccessVerdict {
  if (viewer.kind === 'system') return yes(said('This is done by Tango itself.'))
  if (isColleague(viewer)) {
    if (role === 'lead') return yes(said('You lead this group.'))
    if (viewer.offices.includes('owner')) return yes(said('You own this installation.'))
    if (viewer.offices.includes('inside-steward')) return yes(said('You look after the inside.'))
  }
  return no('groups.not-yours', said('A group is changed by those who lead it and by the inside steward.'))
}

function isColleague(viewer: Viewer): viewer is AccountViewer {
  return viewer.kind === 'account' && viewer.realm === 'inside'
}

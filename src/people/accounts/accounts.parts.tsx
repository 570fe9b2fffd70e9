import type { Viewer } from '../../platform/context.ts'
import { Office } from '../../ui/badge.tsx'
import type { Author } from '../../ui/post.tsx'
import { useWords } from '../../ui/words.tsx'
import { type PersonCard, personPath } from './accounts.ts'

/**
 * Somebody as the author of what stands on a page, drawn for one viewer: shape of the avatar, office, and a link to
 * the profile only where the viewer's side may open it. Outsiders learn of an employee the name and the company.
 * `disclosed`: what readers of this post are told of their interest (people/disclosure).
 */
export function authorOf(
  person: PersonCard | undefined,
  viewer: Viewer,
  company: string,
  disclosed: readonly string[] = [],
): Author {
  const author = faceOf(person, viewer, company)
  return disclosed.length > 0 ? { ...author, disclosed } : author
}

function faceOf(person: PersonCard | undefined, viewer: Viewer, company: string): Author {
  const say = useWords()
  if (!person) return { id: '0', name: say('Former member'), who: 'visitor' }
  const { displayName: name, realm } = person
  const id = String(person.id)
  // Whoever left keeps the name under what they wrote, and nothing that says they belong here.
  if (person.state === 'closed') return { id, name, who: realm === 'outside' ? 'customer' : 'visitor' }
  const href = mayOpenProfile(person, viewer) ? { href: personPath(person) } : {}
  if (realm === 'outside') {
    const champion = person.standing === 3 ? { office: <Office kind="champion">{say('Champion')}</Office> } : {}
    return { id, name, who: 'customer', ...champion, ...href }
  }
  if (realm === 'bridge')
    return {
      id,
      name,
      who: 'partner',
      office: <Office kind="partner">{person.organisation ?? say('Guest')}</Office>,
      ...href,
    }
  const executive = person.offices.includes('executive')
  if (person.offices.includes('official-voice')) {
    const says = executive
      ? say('{company}, executive and official voice', { company })
      : say('{company}, official voice', { company })
    return { id, name, who: 'official', office: <Office kind="official">{says}</Office>, ...href }
  }
  if (executive)
    return {
      id,
      name,
      who: 'employee',
      office: <Office kind="executive">{say('{company}, executive', { company })}</Office>,
      ...href,
    }
  return viewerIsInside(viewer)
    ? { id, name, who: 'employee', ...href }
    : { id, name, who: 'employee', office: <Office kind="employee">{company}</Office>, ...href }
}

function mayOpenProfile(person: PersonCard, viewer: Viewer): boolean {
  return (
    viewerIsInside(viewer) || person.realm === 'outside' || (viewer.kind === 'account' && viewer.realm === 'bridge')
  )
}

function viewerIsInside(viewer: Viewer): boolean {
  return viewer.kind === 'system' || (viewer.kind === 'account' && viewer.realm === 'inside')
}

import { mayInviteColleagues } from '../people/invitations/invitations.ts'
import type { AccountViewer, Viewer } from '../platform/context.ts'
import type { IconName } from '../ui/icons.ts'
import type { NavGroup } from '../ui/inside-frame.tsx'
import type { OutsideNavLink } from '../ui/outside-frame.tsx'

/** Where the palette and the page of all places lead; `/go` itself is their page. */
export const goAddresses = { href: '/go', found: '/go/found', search: '/search' } as const

/** A page that anybody of this kind may open. */
export interface Place {
  readonly href: string
  readonly label: string
  readonly icon: IconName
}

/** The bar outside. */
export function outsideNav(current: string | undefined): OutsideNavLink[] {
  return [
    { href: '/', label: 'Start', current: current === 'start', keys: 'g h' },
    { href: '/questions', label: 'Questions', current: current === 'questions', keys: 'g q' },
    { href: '/ideas', label: 'Ideas', current: current === 'ideas', keys: 'g d' },
    { href: '/questions/ask', label: 'Ask', current: current === 'ask', keys: 'c' },
  ]
}

// Pages that every employee may open and whose own entry only some have: they stand under these.
const under: Readonly<Record<string, string>> = { rights: 'spaces', offices: 'people' }

/** The nav of an employee; what they may not use is absent. */
export function insideNav(page: string | undefined, viewer: AccountViewer, unread: number): NavGroup[] {
  const current = page && !keepsOrder(viewer) ? (under[page] ?? page) : page
  const item = (key: string, href: string, label: string, icon: IconName) => ({
    href,
    label,
    icon,
    current: current === key,
  })
  return [
    {
      items: [
        { ...item('home', '/inside', 'Home', 'house'), tab: true, key: 'h' },
        { ...item('notices', '/notices', 'Inbox', 'tray'), tab: true, count: unread || undefined, countLabel: 'new' },
        { ...item('spaces', '/inside/spaces', 'Spaces', 'squares-four'), tab: true },
      ],
    },
    {
      heading: 'Customers',
      items: [
        { ...item('questions', '/questions?show=unanswered', 'Questions', 'headset'), tab: true, key: 's' },
        item('swarms', '/inside/swarms', 'Swarms', 'users-three'),
        item('ideas', '/inside/ideas', 'Ideas', 'lightbulb'),
        item('twins', '/inside/twins', 'Twins', 'link-simple'),
        item('storms', '/storms', 'Storm sessions', 'medal'),
      ],
    },
    {
      heading: 'Across the wall',
      items: [
        item('crossings', '/inside/crossings', 'Crossings', 'arrow-right'),
        item('bridges', '/inside/bridges', 'Bridges', 'link-simple'),
        item('guests', '/inside/guests', 'Guests', 'handshake'),
      ],
    },
    {
      heading: 'People',
      items: [
        { ...item('people', '/inside/people', 'People', 'users'), key: 'p' },
        item('structure', '/inside/structure', 'Structure', 'tree-structure'),
        item('groups', '/inside/groups', 'Groups', 'stack'),
        item('perks', '/inside/perks', 'Perks', 'hands-clapping'),
        ...(mayInviteColleagues(viewer).allowed
          ? [item('invite', '/inside/people/invite', 'Invite', 'user-plus')]
          : []),
      ],
    },
    {
      heading: 'Steering',
      items: [
        item('measures', '/inside/measures', 'Measures', 'chart-line-up'),
        ...(keepsOrder(viewer)
          ? [
              item('rights', '/inside/rights', 'Rights', 'key'),
              item('offices', '/inside/people/offices', 'Offices', 'identification-badge'),
              item('wall', '/inside/wall', 'Wall proof', 'shield-check'),
              item('ways-in', waysInOf(viewer), 'Ways in', 'sign-in'),
              item('moderation', '/moderation', 'Moderation', 'gavel'),
            ]
          : []),
      ],
    },
  ]
}

/** The owner decides on the ways in; a steward is asked only where somebody lost theirs. */
function waysInOf({ offices }: AccountViewer): string {
  return offices.includes('owner') ? '/inside/settings/sign-in' : '/inside/settings/sign-in/resets'
}

/** Owners and stewards. The pages of rights and offices open to all employees, from the spaces and the people. */
function keepsOrder({ realm, offices }: AccountViewer): boolean {
  return realm === 'inside' && offices.some((office) => office === 'owner' || office.endsWith('-steward'))
}

/** What belongs to a member outside alone; in their menu, not in the bar. */
export const memberPlaces: readonly Place[] = [
  { href: '/connections', label: 'People you know', icon: 'users' },
  { href: '/settings/privacy', label: 'Who sees what', icon: 'eye' },
]

// Employees have it in their frame, among the work with customers.
const stormsPlace: Place = { href: '/storms', label: 'Storm sessions', icon: 'medal' }

/** Every page of the frame that this viewer may open, in the order of the frame: both sides for an employee. */
export function placesOf(viewer: Viewer): readonly Place[] {
  const outside: Place[] = [
    ...outsideNav(undefined).map(({ href, label }) => ({ href, label, icon: 'globe' as const })),
    { href: '/updates', label: 'Updates', icon: 'megaphone-simple' },
    { href: '/about/standing', label: 'How standing is counted', icon: 'medal' },
    ...(viewer.kind === 'account' && viewer.realm === 'inside' ? [] : [stormsPlace]),
    { href: '/ideas-review', label: 'How long ideas wait', icon: 'hourglass-medium' },
  ]
  if (viewer.kind !== 'account') {
    return [
      ...outside,
      { href: '/sign-in', label: 'Sign in', icon: 'door-open' },
      { href: '/sign-up', label: 'Join', icon: 'user-plus' },
    ]
  }
  const own: Place[] = [
    { href: '/notices', label: 'Notices', icon: 'bell' },
    { href: `/people/${viewer.id}`, label: 'Your profile', icon: 'user' },
    { href: '/settings', label: 'Settings', icon: 'gear' },
  ]
  if (viewer.realm === 'bridge') return [stormsPlace, ...own]
  if (viewer.realm === 'outside') return [...outside, ...own.slice(0, 2), ...memberPlaces, ...own.slice(2)]
  const inside = insideNav(undefined, viewer, 0).flatMap(({ items }) => items)
  return [
    ...inside
      .filter(({ href }) => href !== '/notices')
      .map(({ href, label, icon }) => ({
        href,
        label: href.startsWith('/questions') ? 'Questions without an answer' : label,
        icon,
      })),
    ...outside.map((place) => (place.href === '/' ? { ...place, label: 'Start of the outside' } : place)),
    ...own.map((place) => (place.href === '/notices' ? { ...place, label: 'Inbox', icon: 'tray' as const } : place)),
  ]
}

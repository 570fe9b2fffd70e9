import { seesInboundLinks } from '../measures/inbound-links/inbound-links.ts'
import { mayInviteColleagues } from '../people/invitations/invitations.ts'
import type { AccountViewer, Viewer } from '../platform/context.ts'
import type { Say } from '../platform/languages/languages.ts'
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
export function outsideNav(say: Say, current: string | undefined): OutsideNavLink[] {
  return [
    { href: '/', label: say('Home'), current: current === 'start', keys: 'g h' },
    { href: '/questions', label: say('Questions'), current: current === 'questions', keys: 'g q' },
    { href: '/ideas', label: say('Ideas'), current: current === 'ideas', keys: 'g d' },
    { href: '/questions/ask', label: say('Ask'), current: current === 'ask', keys: 'c' },
  ]
}

// Pages that every employee may open and whose own entry only some have: they stand under these.
const under: Readonly<Record<string, string>> = { rights: 'spaces', offices: 'people' }

/** The nav of an employee; what they may not use is absent. */
export function insideNav(say: Say, page: string | undefined, viewer: AccountViewer, unread: number): NavGroup[] {
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
        { ...item('home', '/inside', say('Home'), 'house'), tab: true, key: 'h' },
        {
          ...item('notices', '/notices', say('Inbox'), 'tray'),
          tab: true,
          count: unread || undefined,
          countLabel: say('new | so many notices are new'),
        },
        { ...item('spaces', '/inside/spaces', say('Spaces'), 'squares-four'), tab: true },
      ],
    },
    {
      heading: say('Customers'),
      items: [
        { ...item('questions', '/questions?show=unanswered', say('Questions'), 'headset'), tab: true, key: 's' },
        item('swarms', '/inside/swarms', say('Swarms'), 'users-three'),
        item('ideas', '/inside/ideas', say('Ideas'), 'lightbulb'),
        item('twins', '/inside/twins', say('Twins'), 'link-simple'),
        item('storms', '/storms', say('Storm sessions'), 'medal'),
      ],
    },
    {
      heading: say('Across the wall'),
      items: [
        item('crossings', '/inside/crossings', say('Crossings'), 'arrow-right'),
        item('bridges', '/inside/bridges', say('Bridges'), 'link-simple'),
        item('guests', '/inside/guests', say('Guests'), 'handshake'),
      ],
    },
    {
      heading: say('People'),
      items: [
        { ...item('people', '/inside/people', say('People'), 'users'), key: 'p' },
        item('structure', '/inside/structure', say('Structure'), 'tree-structure'),
        item('groups', '/inside/groups', say('Groups'), 'stack'),
        item('perks', '/inside/perks', say('Perks'), 'hands-clapping'),
        ...(mayInviteColleagues(viewer).allowed
          ? [item('invite', '/inside/people/invite', say('Invite'), 'user-plus')]
          : []),
      ],
    },
    {
      heading: say('Steering'),
      items: [
        item('measures', '/inside/measures', say('Measures'), 'chart-line-up'),
        ...(seesInboundLinks(viewer)
          ? [item('links', '/inside/measures/links', say('Links here'), 'link-simple')]
          : []),
        ...(keepsOrder(viewer)
          ? [
              item('rights', '/inside/rights', say('Rights'), 'key'),
              item('offices', '/inside/people/offices', say('Offices'), 'identification-badge'),
              item('wall', '/inside/wall', say('Wall proof'), 'shield-check'),
              item('ways-in', waysInOf(viewer), say('Ways in'), 'sign-in'),
              item('moderation', '/moderation', say('Moderation'), 'gavel'),
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
export function memberPlaces(say: Say): readonly Place[] {
  return [
    { href: '/connections', label: say('People you know'), icon: 'users' },
    { href: '/settings/privacy', label: say('Who sees what'), icon: 'eye' },
  ]
}

/** Every page of the frame that this viewer may open, in the order of the frame: both sides for an employee. */
export function placesOf(say: Say, viewer: Viewer): readonly Place[] {
  // Employees have it in their frame, among the work with customers.
  const stormsPlace: Place = { href: '/storms', label: say('Storm sessions'), icon: 'medal' }
  const outside: Place[] = [
    ...outsideNav(say, undefined).map(({ href, label }) => ({ href, label, icon: 'globe' as const })),
    { href: '/updates', label: say('Updates'), icon: 'megaphone-simple' },
    { href: '/tags', label: say('Tags'), icon: 'stack' },
    { href: '/about/standing', label: say('How standing is counted'), icon: 'medal' },
    ...(viewer.kind === 'account' && viewer.realm === 'inside' ? [] : [stormsPlace]),
    { href: '/ideas-review', label: say('How long ideas wait'), icon: 'hourglass-medium' },
  ]
  if (viewer.kind !== 'account') {
    return [
      ...outside,
      { href: '/sign-in', label: say('Sign in'), icon: 'door-open' },
      { href: '/sign-up', label: say('Join'), icon: 'user-plus' },
    ]
  }
  const own: Place[] = [
    { href: '/notices', label: say('Notices'), icon: 'bell' },
    { href: '/following', label: say('What you follow'), icon: 'bookmark-simple' },
    { href: `/people/${viewer.id}`, label: say('Your profile'), icon: 'user' },
    { href: '/settings', label: say('Settings'), icon: 'gear' },
  ]
  if (viewer.realm === 'bridge') return [stormsPlace, ...own]
  if (viewer.realm === 'outside') return [...outside, ...own.slice(0, 2), ...memberPlaces(say), ...own.slice(2)]
  const inside = insideNav(say, undefined, viewer, 0).flatMap(({ items }) => items)
  return [
    ...inside
      .filter(({ href }) => href !== '/notices')
      .map(({ href, label, icon }) => ({
        href,
        label: href.startsWith('/questions') ? say('Questions without an answer') : label,
        icon,
      })),
    ...outside.map((place) => (place.href === '/' ? { ...place, label: say('Start of the outside') } : place)),
    ...own.map((place) =>
      place.href === '/notices' ? { ...place, label: say('Inbox'), icon: 'tray' as const } : place,
    ),
  ]
}

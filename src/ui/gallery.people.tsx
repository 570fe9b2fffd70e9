import { Office } from './badge.tsx'
import type { InsideFrameProps, OutsideFrameProps } from './frame.tsx'
import type { Author } from './post.tsx'

export const ines: Author = { id: 'ines', name: 'Ines Carvalho', who: 'customer', href: '#ines' }
export const tomasz: Author = { id: 'tomasz', name: 'Tomasz Wrona', who: 'employee', href: '#tomasz' }
export const mirela: Author = {
  id: 'mirela',
  name: 'Mirela Popescu',
  who: 'official',
  href: '#mirela',
  office: <Office>Velund, official voice</Office>,
}
export const anyone = { realm: 'outside', word: 'Outside', who: 'Anyone on the web' } as const
export const skipLabel = 'Skip to the content'
export const menu = [{ label: 'Settings', icon: 'gear', href: '#settings' } as const]
export const doorway = {
  label: 'Which side of the wall',
  inside: { label: 'Inside', href: '#inside' },
  outside: { label: 'Outside', href: '#outside' },
}

export const insideFrame: Omit<InsideFrameProps, 'children'> = {
  skipLabel,
  brand: { name: 'Tango', company: 'Velund', href: '#home', label: 'Tango, Velund, home' },
  doorway: { ...doorway, current: 'inside' },
  search: {
    action: '#search',
    label: 'Search both sides',
    placeholder: 'Search people, posts, pages, cases on both sides',
  },
  palette: { href: '#go', found: '/found', search: '/search', label: 'Search, or go to a place' },
  write: { href: '#write', label: 'Write' },
  notices: { href: '#notices', label: 'Notices, 3 new', count: 3 },
  account: { id: 'lena', name: 'Lena Brandt', who: 'employee', label: 'Lena Brandt, your account', menu },
  nav: {
    label: 'Inside',
    more: 'More',
    groups: [
      {
        items: [
          { href: '#home', label: 'Home', icon: 'house', current: true, tab: true, key: 'h' },
          { href: '#inbox', label: 'Inbox', icon: 'tray', count: 7, countLabel: 'open', tab: true },
          { href: '#spaces', label: 'Spaces', icon: 'squares-four', tab: true },
          { href: '#pages', label: 'Pages', icon: 'book-open-text' },
        ],
      },
      {
        heading: 'Customers',
        items: [
          { href: '#service', label: 'Service', icon: 'headset', count: 12, countLabel: 'open', tab: true, key: 's' },
          { href: '#listening', label: 'Listening', short: 'Listen', icon: 'ear', count: 48, countLabel: 'open' },
        ],
      },
      { heading: 'Steering', items: [{ href: '#measures', label: 'Measures', icon: 'chart-line-up' }] },
    ],
  },
}

export const outsideFrame: Omit<OutsideFrameProps, 'children'> = {
  skipLabel,
  brand: { href: '#home', name: 'Velund', note: 'Riders' },
  nav: {
    label: 'Community',
    links: [
      { href: '#start', label: 'Start' },
      { href: '#questions', label: 'Questions', current: true },
      { href: '#ideas', label: 'Ideas' },
      { href: '#guides', label: 'Guides' },
      { href: '#news', label: 'From Velund' },
    ],
  },
  footer: {
    note: (
      <>
        <b>Everything here is public.</b> Anyone on the web can read it, search engines included.
      </>
    ),
    links: [
      { href: '#rules', label: 'House rules' },
      { href: '#privacy', label: 'Privacy' },
    ],
  },
}

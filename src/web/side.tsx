import './elements.ts'
import type { ComponentChildren, VNode } from 'preact'
import type { AccountViewer, Viewer } from '../platform/context.ts'
import type { PageProps } from '../platform/http/env.ts'
import type { AccountWords, DoorwayWords, FrameBasics, NoticesWords } from '../ui/bar.tsx'
import type { MenuEntry } from '../ui/overlay.tsx'
import { BridgeFrame, InsideFrame, OutsideFrame, SeamFrame } from '../ui/frame.tsx'
import { goAddresses, insideNav, memberPlaces, outsideNav } from './nav.ts'
import type { Site } from './site.ts'

export interface SideParts {
  readonly page: PageProps
  readonly viewer: Viewer
  readonly site: Site
  readonly unread: number
  readonly content: ComponentChildren
  readonly path: string
  /** The one room of a guest. */
  readonly room?: { readonly title: string; readonly path: string }
}

/** Puts a page into the frame of its side, with what this viewer may use; what they may not use is absent. */
export function drawSide(parts: SideParts): VNode {
  const { page, viewer, site, path } = parts
  const basics: FrameBasics = { skipLabel: 'Skip to the content', after: liveOf(page), children: parts.content }
  if (page.frame === 'seam') {
    const look = page.nav === 'setup' ? 'setup' : 'doors'
    const brand =
      look === 'setup' ? { name: 'Tango', note: 'first start' } : { name: 'Tango', note: site.company, href: '/' }
    return <SeamFrame {...basics} look={look} brand={brand} />
  }
  const account = viewer.kind === 'account' ? accountWords(viewer, site, parts.unread) : undefined
  const palette = { ...goAddresses, label: 'Search, or go to a place' }
  const notices: NoticesWords | undefined = account && {
    href: '/notices',
    label: parts.unread > 0 ? `Notices, ${parts.unread} new` : 'Notices',
    count: parts.unread,
  }
  if (viewer.kind === 'account' && viewer.realm === 'bridge') {
    return (
      <BridgeFrame
        {...basics}
        brandLabel="Tango"
        room={{ label: parts.room?.title ?? 'No room yet', href: parts.room?.path ?? '/rooms' }}
        place={`Bridge, with ${site.company}`}
        palette={palette}
        notices={notices}
        account={account}
      />
    )
  }
  const isEmployee = viewer.kind === 'account' && viewer.realm === 'inside'
  const doorway = isEmployee ? doorwayOf(page) : undefined
  if (page.realm !== 'outside' && isEmployee) {
    return (
      <InsideFrame
        {...basics}
        brand={{ name: 'Tango', company: site.company, href: '/inside', label: `Tango, ${site.company}, home` }}
        doorway={doorway}
        search={{
          action: '/search',
          name: 'q',
          label: 'Search',
          placeholder: 'Search threads on both sides',
        }}
        palette={palette}
        write={{ href: '/inside/write', label: 'Write' }}
        notices={notices}
        account={account}
        nav={{ label: 'Inside', groups: insideNav(page.nav, viewer, parts.unread), more: 'More' }}
        rail={page.width === 'rail'}
      />
    )
  }
  return (
    <OutsideFrame
      {...basics}
      brand={{ href: '/', name: site.community }}
      nav={{ label: 'Community', links: outsideNav(page.nav) }}
      search={
        page.nav === 'start' ? undefined : { action: '/search', name: 'q', label: 'Search', placeholder: 'Search' }
      }
      palette={palette}
      signIn={account ? undefined : { href: signInPath(path), label: 'Sign in' }}
      join={account ? undefined : { href: '/sign-up', label: 'Join' }}
      notices={notices}
      account={account}
      doorway={doorway}
      office={
        isEmployee
          ? `You write here for ${site.company}${viewer.offices.includes('official-voice') ? ', as its official voice' : ''}.`
          : undefined
      }
      masthead={page.masthead}
      narrow={page.width === 'narrow'}
      footer={{
        note: (
          <>
            <b>Anyone on the web can read what stands here,</b> search engines included. A space or a text that is for
            fewer says so.
          </>
        ),
        links: [
          { href: '/updates', label: 'Updates' },
          { href: '/questions/feed.atom', label: 'Feed' },
          { href: goAddresses.href, label: 'All places' },
          { href: '/about/moderation', label: 'Moderation' },
          { href: '/about', label: 'Runs on Tango' },
        ],
      }}
    />
  )
}

function signInPath(path: string): string {
  return path === '/' || path.startsWith('/sign-') ? '/sign-in' : `/sign-in?next=${encodeURIComponent(path)}`
}

function liveOf(page: PageProps): ComponentChildren {
  if (!page.live?.length) return null
  return (
    <tango-live
      data-topics={page.live.join(',')}
      data-mode={page.liveMode ?? 'offer'}
      data-offer="Something is new here. Show it"
      data-show="Show"
      role="status"
    />
  )
}

function doorwayOf(page: PageProps): DoorwayWords {
  const here = page.realm === 'outside' ? 'outside' : 'inside'
  return {
    label: 'Which side of the wall',
    inside: { label: 'Inside', href: (here === 'outside' && page.counterpart) || '/inside' },
    outside: { label: 'Outside', href: (here === 'inside' && page.counterpart) || '/' },
    current: here,
  }
}

const nextUnread: MenuEntry = {
  label: 'Next unread conversation',
  href: '/go/unread',
  icon: 'bell-ringing',
  keys: 'n',
  acts: true,
}

function accountWords(viewer: AccountViewer, site: Site, unread: number): AccountWords {
  const official = viewer.offices.includes('official-voice')
  const who =
    viewer.realm === 'inside'
      ? official
        ? 'official'
        : 'employee'
      : viewer.realm === 'bridge'
        ? 'partner'
        : 'customer'
  const side = { inside: `inside, ${site.company}`, outside: 'outside, member', bridge: 'bridge, guest' }[viewer.realm]
  return {
    id: String(viewer.id),
    name: viewer.name,
    who,
    label: `${viewer.name}, your account`,
    head: (
      <>
        <b>{viewer.name}</b>
        <br />
        {side}
      </>
    ),
    menu: [
      ...(unread > 0 ? [nextUnread] : []),
      { label: 'Go to', href: goAddresses.href, icon: 'magnifying-glass', keys: 'Ctrl K' },
      'rule',
      { label: 'Your profile', href: `/people/${viewer.id}`, icon: 'user' },
      { label: 'Your drafts', href: '/drafts', icon: 'pencil-simple' },
      ...(viewer.realm === 'outside' ? memberPlaces : []),
      { label: 'Settings', href: '/settings', icon: 'gear' },
      'rule',
      { label: 'Sign out', action: '/sign-out', icon: 'sign-out', forgetsDrafts: true },
    ],
  }
}

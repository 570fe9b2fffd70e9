import './elements.ts'
import type { ComponentChildren, VNode } from 'preact'
import type { AccountViewer, Viewer } from '../platform/context.ts'
import type { PageProps } from '../platform/http/env.ts'
import type { Languages, Say } from '../platform/languages/languages.ts'
import type { AccountWords, DoorwayWords, FrameBasics, NoticesWords } from '../ui/bar.tsx'
import type { MenuEntry } from '../ui/overlay.tsx'
import { BridgeFrame, InsideFrame, LanguageSwitch, OutsideFrame, SeamFrame } from '../ui/frame.tsx'
import { goAddresses, insideNav, memberPlaces, outsideNav } from './nav.ts'
import type { Site } from './site.ts'

export interface SideParts {
  readonly page: PageProps
  readonly viewer: Viewer
  readonly site: Site
  readonly say: Say
  readonly languages: Languages
  readonly unread: number
  readonly content: ComponentChildren
  readonly path: string
  /** The one room of a guest. */
  readonly room?: { readonly title: string; readonly path: string }
}

/** Puts a page into the frame of its side, with what this viewer may use; what they may not use is absent. */
export function drawSide(parts: SideParts): VNode {
  const { page, viewer, site, path, say } = parts
  const basics: FrameBasics = {
    skipLabel: say('Skip to the content'),
    after: liveOf(page, say),
    children: parts.content,
  }
  const languages = languageSwitch(parts)
  if (page.frame === 'seam') {
    const look = page.nav === 'setup' ? 'setup' : 'doors'
    const brand =
      look === 'setup' ? { name: 'Tango', note: say('first start') } : { name: 'Tango', note: site.company, href: '/' }
    return <SeamFrame {...basics} look={look} brand={brand} footer={languages} />
  }
  const account = viewer.kind === 'account' ? accountWords(viewer, parts) : undefined
  const palette = { ...goAddresses, label: say('Search, or go to a place') }
  const notices: NoticesWords | undefined = account && {
    href: '/notices',
    label: parts.unread > 0 ? say('Notices, {count} new', { count: parts.unread }) : say('Notices'),
    count: parts.unread,
  }
  if (viewer.kind === 'account' && viewer.realm === 'bridge') {
    return (
      <BridgeFrame
        {...basics}
        brandLabel="Tango"
        room={{ label: parts.room?.title ?? say('No room yet'), href: parts.room?.path ?? '/rooms' }}
        place={say('Bridge, with {company}', { company: site.company })}
        palette={palette}
        notices={notices}
        account={account}
      />
    )
  }
  const isEmployee = viewer.kind === 'account' && viewer.realm === 'inside'
  const doorway = isEmployee ? doorwayOf(page, say) : undefined
  if (page.realm !== 'outside' && isEmployee) {
    return (
      <InsideFrame
        {...basics}
        brand={{ name: 'Tango', company: site.company, href: '/inside', label: say('Tango, {company}, home', site) }}
        doorway={doorway}
        search={{
          action: '/search',
          name: 'q',
          label: say('Search'),
          placeholder: say('Search threads on both sides'),
        }}
        palette={palette}
        write={{ href: '/inside/write', label: say('Write') }}
        notices={notices}
        account={account}
        nav={{ label: say('Inside'), groups: insideNav(say, page.nav, viewer, parts.unread), more: say('More') }}
        rail={page.width === 'rail'}
      />
    )
  }
  return (
    <OutsideFrame
      {...basics}
      brand={{ href: '/', name: site.community }}
      nav={{ label: say('Community'), links: outsideNav(say, page.nav) }}
      search={
        page.nav === 'start'
          ? undefined
          : { action: '/search', name: 'q', label: say('Search'), placeholder: say('Search') }
      }
      palette={palette}
      signIn={account ? undefined : { href: signInPath(path), label: say('Sign in') }}
      join={account ? undefined : { href: '/sign-up', label: say('Join') }}
      notices={notices}
      account={account}
      doorway={doorway}
      office={
        isEmployee
          ? viewer.offices.includes('official-voice')
            ? say('You write here for {company}, as its official voice.', site)
            : say('You write here for {company}.', site)
          : undefined
      }
      masthead={page.masthead}
      narrow={page.width === 'narrow'}
      footer={{
        note: say.with(
          '<b>Anyone on the web can read what stands here,</b> search engines included. A space or a text that is for fewer says so.',
          { b: (words) => <b>{words}</b> },
        ),
        links: [
          { href: '/updates', label: say('Updates') },
          { href: '/questions/feed.atom', label: say('Feed') },
          { href: goAddresses.href, label: say('All places') },
          { href: '/about/moderation', label: say('Moderation') },
          { href: '/about', label: say('Runs on Tango') },
        ],
        after: languages,
      }}
    />
  )
}

/** Back to where somebody was, with what they had asked for. */
function signInPath(path: string): string {
  return path === '/' || path.startsWith('/sign-') ? '/sign-in' : `/sign-in?next=${encodeURIComponent(path)}`
}

function liveOf(page: PageProps, say: Say): ComponentChildren {
  if (!page.live?.length) return null
  return (
    <tango-live
      data-topics={page.live.join(',')}
      data-mode={page.liveMode ?? 'offer'}
      data-offer={say('Something is new here. Show it')}
      data-show={say('Show')}
      role="status"
    />
  )
}

function doorwayOf(page: PageProps, say: Say): DoorwayWords {
  const here = page.realm === 'outside' ? 'outside' : 'inside'
  return {
    label: say('Which side of the wall'),
    inside: { label: say('Inside'), href: (here === 'outside' && page.counterpart) || '/inside' },
    outside: { label: say('Outside'), href: (here === 'inside' && page.counterpart) || '/' },
    current: here,
  }
}

function accountWords(viewer: AccountViewer, { site, unread, say }: SideParts): AccountWords {
  const official = viewer.offices.includes('official-voice')
  const who =
    viewer.realm === 'inside'
      ? official
        ? 'official'
        : 'employee'
      : viewer.realm === 'bridge'
        ? 'partner'
        : 'customer'
  const side = {
    inside: say('inside, {company}', site),
    outside: say('outside, member'),
    bridge: say('bridge, guest'),
  }[viewer.realm]
  const nextUnread: MenuEntry = {
    label: say('Next unread conversation'),
    href: '/go/unread',
    icon: 'bell-ringing',
    keys: 'n',
    acts: true,
  }
  return {
    id: String(viewer.id),
    name: viewer.name,
    who,
    label: say('{name}, your account', viewer),
    head: (
      <>
        <b dir="auto">{viewer.name}</b>
        <br />
        {side}
      </>
    ),
    menu: [
      ...(unread > 0 ? [nextUnread] : []),
      { label: say('Go to'), href: goAddresses.href, icon: 'magnifying-glass', keys: 'Ctrl K' },
      'rule',
      { label: say('Your profile'), href: `/people/${viewer.id}`, icon: 'user' },
      { label: say('Your drafts'), href: '/drafts', icon: 'pencil-simple' },
      ...(viewer.realm === 'outside' ? memberPlaces(say) : []),
      { label: say('Settings'), href: '/settings', icon: 'gear' },
      'rule',
      { label: say('Sign out'), action: '/sign-out', icon: 'sign-out', forgetsDrafts: true },
    ],
  }
}

/** The other languages of the site, each named in itself; a plain form, so that it works without script. */
function languageSwitch({ languages, say }: SideParts): ComponentChildren {
  if (languages.all.length < 2) return undefined
  return (
    <LanguageSwitch
      action="/language"
      label={say('Language')}
      languages={languages.all.map(({ tag, name }) => ({ tag, name, current: tag === say.language }))}
    />
  )
}

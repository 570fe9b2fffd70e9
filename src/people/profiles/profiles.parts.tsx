import type { ComponentChildren } from 'preact'
import type { Realm } from '../../platform/context.ts'
import { type Say, said } from '../../platform/languages/languages.ts'
import { Avatar, type AvatarWho } from '../../ui/avatar.tsx'
import { Office } from '../../ui/badge.tsx'
import { PageHead } from '../../ui/page.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { useWords } from '../../ui/words.tsx'
import { type PersonCard, personPath } from '../accounts/accounts.ts'

export const realmWords: Readonly<Record<Realm, string>> = {
  inside: said('Inside'),
  outside: said('Outside'),
  bridge: said('Bridge'),
}

/** The shape that a person's avatar has: from their realm. The official ring is for acting in that office, not for having it. */
export function whoIs(person: Pick<PersonCard, 'realm'>): AvatarWho {
  return ({ inside: 'employee', outside: 'customer', bridge: 'partner' } as const)[person.realm]
}

/** What stands under a name: job title and where the person belongs. */
export function standing(say: Say, person: PersonCard, company: string): string {
  const place = { inside: company, outside: say('Member'), bridge: person.organisation ?? say('Guest') }[person.realm]
  return person.jobTitle ? `${person.jobTitle}, ${place}` : place
}

/** Avatar, name that leads to the profile, and standing, in one row. */
export function PersonRow(props: { person: PersonCard; company: string; children?: ComponentChildren }) {
  const say = useWords()
  const { person } = props
  return (
    <div class="person-row">
      <Avatar id={String(person.id)} name={person.displayName} who={whoIs(person)} size="s" />
      <div class="name">
        <span class="row">
          <a href={personPath(person)} dir="auto">
            {person.displayName}
          </a>
          {person.offices.includes('official-voice') ? <Office kind="official">{say('Official voice')}</Office> : null}
        </span>
        <span class="small muted">
          <bdi>{standing(say, person, props.company)}</bdi>
        </span>
      </div>
      {props.children}
    </div>
  )
}

export type SettingsTab =
  | 'profile'
  | 'privacy'
  | 'notices'
  | 'following'
  | 'sign-in'
  | 'sessions'
  | 'password'
  | 'feeds'
  | 'data'

/** The head of the settings with the way between their pages. */
export function SettingsPage(props: {
  tab: SettingsTab
  outside: boolean
  intro: string
  children: ComponentChildren
}) {
  const say = useWords()
  const tab = (key: SettingsTab, href: string, label: string) => ({ href, label, current: props.tab === key })
  return (
    <>
      <PageHead title={say('Settings')} voice={props.outside} intro={props.intro} />
      <Tabs
        label={say('Settings')}
        tabs={[
          tab('profile', '/settings', say('Profile')),
          ...(props.outside ? [tab('privacy', '/settings/privacy', say('Who sees what'))] : []),
          tab('notices', '/settings/notices', say('What you are told')),
          tab('following', '/settings/following', say('What you follow')),
          tab('sign-in', '/settings/sign-in', say('Ways in')),
          tab('sessions', '/settings/sessions', say('Where you are signed in')),
          tab('password', '/settings/password', say('Password')),
          tab('feeds', '/settings/feeds', say('Your feeds')),
          tab('data', '/settings/data', say('Data and leaving')),
        ]}
      />
      {props.children}
    </>
  )
}

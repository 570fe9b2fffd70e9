import type { Realm } from '../../platform/context.ts'
import { said } from '../../platform/languages/languages.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { Input } from '../../ui/field.tsx'
import { PageHead, Pages } from '../../ui/page.tsx'
import { Empty } from '../../ui/surface.tsx'
import { Segmented } from '../../ui/tabs.tsx'
import { useWords } from '../../ui/words.tsx'
import type { PersonCard } from '../accounts/accounts.ts'
import { PersonRow } from './profiles.parts.tsx'

const sides: Readonly<Record<Realm, string>> = {
  inside: said('Colleagues'),
  outside: said('Members outside'),
  bridge: said('Guests'),
}

/** Everybody whom an employee may know of, one side at a time, by name. */
export function PeoplePage(props: {
  people: readonly PersonCard[]
  realm: Realm
  name: string
  next: string | undefined
  company: string
  count: number
  mayInvite: boolean
}) {
  const say = useWords()
  const { realm, name } = props
  const address = (fields: Record<string, string>) =>
    `/inside/people?${new URLSearchParams({ realm, ...(name ? { name } : {}), ...fields })}`
  return (
    <>
      <PageHead
        title={say('People')}
        intro={say('{side}: {number}. A person with two faces stands here twice; nothing joins them.', {
          side: say.again(sides[realm]),
          number: props.count,
        })}
        actions={
          <>
            <LinkButton href="/inside/people/offices">{say('Offices')}</LinkButton>
            {props.mayInvite ? (
              <LinkButton kind="primary" href="/inside/people/invite" icon="user-plus">
                {say('Invite')}
              </LinkButton>
            ) : null}
          </>
        }
      />
      <div class="stack">
        <Segmented
          label={say('Which side')}
          segments={(Object.keys(sides) as Realm[]).map((side) => ({
            href: `/inside/people?${new URLSearchParams({ realm: side, ...(name ? { name } : {}) })}`,
            label: say.again(sides[side]),
            realm: side,
            current: side === realm,
          }))}
        />
        <form method="get" action="/inside/people" class="row" role="search">
          <input type="hidden" name="realm" value={realm} />
          <Input name="name" type="search" label={say('Name begins with')} value={name} />
          <Button>{say('Find')}</Button>
        </form>
        {props.people.length === 0 ? (
          <Empty title={name ? say('Nobody with such a name') : say('Nobody here yet')} realm={realm} />
        ) : (
          <ul role="list" class="people-list">
            {props.people.map((person) => (
              <li>
                <PersonRow person={person} company={props.company} />
              </li>
            ))}
          </ul>
        )}
        <Pages
          label={say('More people')}
          older={props.next === undefined ? undefined : { href: address({ after: props.next }), label: say('Next') }}
        />
      </div>
    </>
  )
}

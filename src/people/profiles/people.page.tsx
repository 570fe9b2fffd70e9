import type { Realm } from '../../platform/context.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { Input } from '../../ui/field.tsx'
import { PageHead, Pages } from '../../ui/page.tsx'
import { Empty } from '../../ui/surface.tsx'
import { Segmented } from '../../ui/tabs.tsx'
import type { PersonCard } from '../accounts/accounts.ts'
import { PersonRow } from './profiles.parts.tsx'

const sides: Readonly<Record<Realm, string>> = { inside: 'Colleagues', outside: 'Members outside', bridge: 'Guests' }

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
  const { realm, name } = props
  const address = (fields: Record<string, string>) =>
    `/inside/people?${new URLSearchParams({ realm, ...(name ? { name } : {}), ...fields })}`
  return (
    <>
      <PageHead
        title="People"
        intro={`${sides[realm]}: ${props.count}. A person with two faces stands here twice; nothing joins them.`}
        actions={
          <>
            <LinkButton href="/inside/people/offices">Offices</LinkButton>
            {props.mayInvite ? (
              <LinkButton kind="primary" href="/inside/people/invite" icon="user-plus">
                Invite
              </LinkButton>
            ) : null}
          </>
        }
      />
      <div class="stack">
        <Segmented
          label="Which side"
          segments={(Object.keys(sides) as Realm[]).map((side) => ({
            href: `/inside/people?${new URLSearchParams({ realm: side, ...(name ? { name } : {}) })}`,
            label: sides[side],
            realm: side,
            current: side === realm,
          }))}
        />
        <form method="get" action="/inside/people" class="row" role="search">
          <input type="hidden" name="realm" value={realm} />
          <Input name="name" type="search" label="Name begins with" value={name} />
          <Button>Find</Button>
        </form>
        {props.people.length === 0 ? (
          <Empty title={name ? 'Nobody with such a name' : 'Nobody here yet'} realm={realm} />
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
          label="More people"
          older={props.next === undefined ? undefined : { href: address({ after: props.next }), label: 'Next' }}
        />
      </div>
    </>
  )
}

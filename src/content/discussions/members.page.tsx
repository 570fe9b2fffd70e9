import type { ComponentChildren } from 'preact'
import type { PersonCard } from '../../people/accounts/accounts.ts'
import type { Answering } from '../../people/sponsorships/sponsorships.ts'
import type { FormState } from '../../platform/http/form.ts'
import type { AccessVerdict } from '../../platform/verdict.ts'
import { type Space, type listMembers } from '../../realms/spaces/spaces.ts'
import { Button } from '../../ui/button.tsx'
import { Input } from '../../ui/field.tsx'
import { Crumbs, PageHead, Pages } from '../../ui/page.tsx'
import { Empty } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { linkTo, useWords } from '../../ui/words.tsx'

export interface MembersPageProps {
  readonly space: Space
  readonly members: Awaited<ReturnType<typeof listMembers>>
  readonly verdict: AccessVerdict
  readonly form: FormState
  readonly next: number | undefined
  /** The beginning of a name that somebody looks for, and who is called so. */
  readonly find: string
  readonly candidates: readonly PersonCard[]
  /** In a room on the bridge: who answers for each guest. A guest does not see those who read nothing here. */
  readonly guests:
    | { readonly sponsors: ReadonlyMap<number, Answering>; readonly isGuest: boolean; readonly now: Date }
    | undefined
}

/** Who is in a space, and, for those who look after it, adding and taking out. */
export function MembersPage(props: MembersPageProps) {
  const say = useWords()
  const { space, verdict, guests } = props
  const members = guests?.isGuest
    ? props.members.filter((one) => one.realm !== 'bridge' || guests.sponsors.has(one.id))
    : props.members
  const path = `/inside/spaces/${space.slug}`
  return (
    <>
      <PageHead
        title={say.with('Members of {space}', { space: <bdi>{space.title}</bdi> })}
        intro={
          space.access === 'employees' ? say('Every employee reads and writes here without being a member.') : undefined
        }
        crumbs={
          <Crumbs
            label={say('You are here')}
            crumbs={[
              { label: say('Spaces'), href: '/inside/spaces' },
              { label: space.title, href: path },
            ]}
          />
        }
      />
      <div class="stack">
        {verdict.allowed ? (
          <>
            <form method="get" action={`${path}/members`} class="row form-column">
              <Input
                id="find"
                name="find"
                label={say('Add somebody')}
                hint={say('The beginning of a name.')}
                value={props.find}
                error={props.form.errors.account}
              />
              <Button>{say('Find')}</Button>
            </form>
            {props.find ? <Candidates {...props} path={path} /> : null}
          </>
        ) : (
          <p class="small muted">{say.again(verdict.because)}</p>
        )}
        {guests && !guests.isGuest ? (
          <p class="small">
            {say.with(
              'A guest reads here as long as an employee answers for them. <a>Renew, take over or end it under Guests</a>.',
              { a: linkTo('/inside/guests') },
            )}
          </p>
        ) : null}
        {members.length === 0 ? (
          <Empty title={say('No members yet')} />
        ) : (
          <Table
            caption={say('Members')}
            columns={[
              { label: say('Name') },
              { label: say('Where they belong') },
              { label: say('Part | of a member in a space') },
              ...(guests ? [{ label: say('Who answers for them') }] : []),
              ...(verdict.allowed ? [{ label: <span class="vh">{say('Take out')}</span> }] : []),
            ]}
            rows={members.map((member) => [
              <a href={`/people/${member.id}-${member.handle}`} dir="auto">
                {member.displayName}
              </a>,
              <bdi>{member.organisation ?? member.jobTitle}</bdi>,
              member.role === 'steward' ? say('Looks after it') : say('Member'),
              ...(guests
                ? [
                    member.realm === 'bridge' ? (
                      <AnsweredBy of={guests.sponsors.get(member.id)} now={guests.now} />
                    ) : null,
                  ]
                : []),
              ...(verdict.allowed
                ? [
                    <form method="post" action={`${path}/members/${member.id}/remove`}>
                      <Button size="s" kind="quiet">
                        {say.with('Take out<more> {name}</more>', { name: member.displayName, more: hidden })}
                      </Button>
                    </form>,
                  ]
                : []),
            ])}
          />
        )}
        <Pages
          label={say('More members')}
          older={props.next ? { href: `?after=${props.next}`, label: say('More members') } : undefined}
        />
      </div>
    </>
  )
}

function AnsweredBy(props: { of: Answering | undefined; now: Date }) {
  const say = useWords()
  if (!props.of) return <>{say('Nobody: reads nothing here')}</>
  return (
    <>
      {say.with('{person}, until {day}', {
        person: props.of.sponsorName,
        day: <Time at={props.of.lapsesAt} now={props.now} />,
      })}
    </>
  )
}

function Candidates(props: MembersPageProps & { path: string }) {
  const say = useWords()
  if (props.candidates.length === 0) return <p>{say('Nobody who could be added here has a name that begins so.')}</p>
  return (
    <ul role="list" class="stack-s form-column">
      {props.candidates.map((person) => (
        <li class="row between">
          <span>
            <b dir="auto">{person.displayName}</b>{' '}
            <bdi class="small muted">{person.organisation ?? person.jobTitle}</bdi>
          </span>
          <form method="post" action={`${props.path}/members`}>
            <input type="hidden" name="account" value={person.id} />
            <Button size="s">{say.with('Add<more> {name}</more>', { name: person.displayName, more: hidden })}</Button>
          </form>
        </li>
      ))}
    </ul>
  )
}

/** Of which row a button is, for those who hear the page. */
function hidden(words: ComponentChildren) {
  return <span class="vh">{words}</span>
}

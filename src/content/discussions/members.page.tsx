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
  const { space, verdict, guests } = props
  const members = guests?.isGuest
    ? props.members.filter((one) => one.realm !== 'bridge' || guests.sponsors.has(one.id))
    : props.members
  const path = `/inside/spaces/${space.slug}`
  return (
    <>
      <PageHead
        title={`Members of ${space.title}`}
        intro={
          space.access === 'employees' ? 'Every employee reads and writes here without being a member.' : undefined
        }
        crumbs={
          <Crumbs
            label="You are here"
            crumbs={[
              { label: 'Spaces', href: '/inside/spaces' },
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
                label="Add somebody"
                hint="The beginning of a name."
                value={props.find}
                error={props.form.errors.account}
              />
              <Button>Find</Button>
            </form>
            {props.find ? <Candidates {...props} path={path} /> : null}
          </>
        ) : (
          <p class="small muted">{verdict.because}</p>
        )}
        {guests && !guests.isGuest ? (
          <p class="small">
            A guest reads here as long as an employee answers for them.{' '}
            <a href="/inside/guests">Renew, take over or end it under Guests</a>.
          </p>
        ) : null}
        {members.length === 0 ? (
          <Empty title="No members yet" />
        ) : (
          <Table
            caption="Members"
            columns={[
              { label: 'Name' },
              { label: 'Where they belong' },
              { label: 'Part' },
              ...(guests ? [{ label: 'Who answers for them' }] : []),
              ...(verdict.allowed ? [{ label: <span class="vh">Take out</span> }] : []),
            ]}
            rows={members.map((member) => [
              <a href={`/people/${member.id}-${member.handle}`}>{member.displayName}</a>,
              member.organisation ?? member.jobTitle,
              member.role === 'steward' ? 'Looks after it' : 'Member',
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
                        Take out<span class="vh"> {member.displayName}</span>
                      </Button>
                    </form>,
                  ]
                : []),
            ])}
          />
        )}
        <Pages
          label="More members"
          older={props.next ? { href: `?after=${props.next}`, label: 'More members' } : undefined}
        />
      </div>
    </>
  )
}

function AnsweredBy(props: { of: Answering | undefined; now: Date }) {
  if (!props.of) return <>Nobody: reads nothing here</>
  return (
    <>
      {props.of.sponsorName}, until <Time at={props.of.lapsesAt} now={props.now} />
    </>
  )
}

function Candidates(props: MembersPageProps & { path: string }) {
  if (props.candidates.length === 0) return <p>Nobody who could be added here has a name that begins so.</p>
  return (
    <ul role="list" class="stack-s form-column">
      {props.candidates.map((person) => (
        <li class="row between">
          <span>
            <b>{person.displayName}</b> <span class="small muted">{person.organisation ?? person.jobTitle}</span>
          </span>
          <form method="post" action={`${props.path}/members`}>
            <input type="hidden" name="account" value={person.id} />
            <Button size="s">
              Add<span class="vh"> {person.displayName}</span>
            </Button>
          </form>
        </li>
      ))}
    </ul>
  )
}

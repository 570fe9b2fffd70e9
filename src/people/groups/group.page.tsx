import type { FormState } from '../../platform/http/form.ts'
import type { AccessVerdict } from '../../platform/verdict.ts'
import type { AccountId } from '../../platform/ids.ts'
import { Pill } from '../../ui/badge.tsx'
import { ActionButton, Button } from '../../ui/button.tsx'
import { ErrorSummary, Input } from '../../ui/field.tsx'
import { Crumbs, PageHead, Pages } from '../../ui/page.tsx'
import { Card, Empty, Notebox } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { type PersonCard, personPath } from '../accounts/accounts.ts'
import type { Group, GroupMember, GroupRole } from './groups.ts'
import { GroupFields, kindWords } from './groups.parts.tsx'

export interface GroupPageProps {
  readonly group: Group
  readonly members: readonly GroupMember[]
  readonly next: string | undefined
  readonly verdict: AccessVerdict
  readonly own: { readonly id: AccountId; readonly role: GroupRole | undefined } | undefined
  /** The beginning of a name that somebody looks for, and who is called so. */
  readonly find: string
  readonly candidates: readonly PersonCard[]
  readonly form: FormState
  readonly now: Date
}

/** One group: who is in it, and, for those who lead it, changing that. */
export function GroupPage(props: GroupPageProps) {
  const { group, form } = props
  const path = `/inside/groups/${group.slug}`
  const mayChange = props.verdict.allowed && group.endedAt === null
  return (
    <>
      <PageHead
        title={group.title}
        intro={group.purpose || undefined}
        crumbs={<Crumbs label="You are here" crumbs={[{ label: 'Groups', href: '/inside/groups' }]} />}
        actions={<span class="small muted">{kindWords[group.kind]}</span>}
      />
      <div class="stack">
        {group.endedAt ? (
          <Notebox tone="info" icon="clock-counter-clockwise">
            This group ended <Time at={group.endedAt} now={props.now} />. Who was in it stays on record; it gives no
            rights any more.
          </Notebox>
        ) : null}
        <Members {...props} path={path} mayChange={mayChange} />
        {mayChange ? (
          <>
            <Add {...props} path={path} />
            <Card title="Name and purpose">
              <ErrorSummary title="Nothing was kept yet" errors={errorsById(form.errors)} />
              <form method="post" action={path} class="stack">
                <GroupFields form={form} values={{ title: group.title, purpose: group.purpose, ...form.values }} />
                <div>
                  <Button>Keep the name</Button>
                </div>
              </form>
            </Card>
            <Card title="End the group">
              <p class="soft">What was granted to it ends at the next request. It cannot be opened again.</p>
              <ActionButton action={`${path}/end`} kind="danger">
                End the group
              </ActionButton>
            </Card>
          </>
        ) : (
          <p class="small muted">{props.verdict.because}</p>
        )}
      </div>
    </>
  )
}

/** A colleague is chosen by looking for their name: what is wrong with the choice is told there. */
function errorsById({ account, ...errors }: Readonly<Record<string, string>>): Record<string, string> {
  return account === undefined ? errors : { ...errors, find: account }
}

function Members(props: GroupPageProps & { path: string; mayChange: boolean }) {
  const { group, mayChange, path } = props
  if (props.members.length === 0) return <Empty title="Nobody is in it" realm="inside" />
  const acts = mayChange || (props.own?.role !== undefined && group.endedAt === null)
  return (
    <>
      <Table
        caption={`People in ${group.title}`}
        columns={[{ label: 'Name' }, { label: 'Work' }, { label: 'Since' }, ...(acts ? [{ label: 'Change' }] : [])]}
        rows={props.members.map(({ person, role, joinedAt }) => [
          <span class="row tight">
            <a href={personPath(person)}>{person.displayName}</a>
            {role === 'lead' ? <Pill icon="flag">Leads</Pill> : null}
          </span>,
          person.jobTitle,
          <Time at={joinedAt} now={props.now} />,
          ...(acts
            ? [
                <span class="row tight">
                  {mayChange ? (
                    <ActionButton
                      action={`${path}/role`}
                      fields={{ account: String(person.id), role: role === 'lead' ? 'member' : 'lead' }}
                      size="s"
                      label={`${role === 'lead' ? 'Let not lead any more' : 'Let lead'}: ${person.displayName}`}
                    >
                      {role === 'lead' ? 'Not lead' : 'Let lead'}
                    </ActionButton>
                  ) : null}
                  {mayChange || props.own?.id === person.id ? (
                    <ActionButton
                      action={`${path}/remove`}
                      fields={{ account: String(person.id) }}
                      size="s"
                      kind="quiet"
                      label={props.own?.id === person.id ? 'Leave the group' : `Take out ${person.displayName}`}
                    >
                      {props.own?.id === person.id ? 'Leave' : 'Take out'}
                    </ActionButton>
                  ) : null}
                </span>,
              ]
            : []),
        ])}
      />
      <Pages
        label="More people"
        older={props.next === undefined ? undefined : { href: `${path}?after=${props.next}`, label: 'Next' }}
      />
    </>
  )
}

function Add(props: GroupPageProps & { path: string }) {
  return (
    <Card title="Add a colleague">
      <form method="get" action={props.path} class="row form-column" role="search">
        <Input name="find" label="Name begins with" value={props.find} error={props.form.errors.account} />
        <Button>Find</Button>
      </form>
      {props.find && props.candidates.length === 0 ? <p class="mt2">No colleague has a name that begins so.</p> : null}
      <ul role="list" class="stack-s form-column mt2">
        {props.candidates.map((person) => (
          <li class="row between">
            <span>
              <b>{person.displayName}</b> <span class="small muted">{person.jobTitle}</span>
            </span>
            <ActionButton
              action={`${props.path}/members`}
              fields={{ account: String(person.id) }}
              size="s"
              label={`Add ${person.displayName}`}
            >
              Add
            </ActionButton>
          </li>
        ))}
      </ul>
    </Card>
  )
}

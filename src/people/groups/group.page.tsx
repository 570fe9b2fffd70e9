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
import { useWords } from '../../ui/words.tsx'
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
  const say = useWords()
  const { group, form } = props
  const path = `/inside/groups/${group.slug}`
  const mayChange = props.verdict.allowed && group.endedAt === null
  return (
    <>
      <PageHead
        title={<bdi>{group.title}</bdi>}
        intro={group.purpose ? <bdi>{group.purpose}</bdi> : undefined}
        crumbs={<Crumbs label={say('You are here')} crumbs={[{ label: say('Groups'), href: '/inside/groups' }]} />}
        actions={<span class="small muted">{say.again(kindWords[group.kind])}</span>}
      />
      <div class="stack">
        {group.endedAt ? (
          <Notebox tone="info" icon="clock-counter-clockwise">
            {say.with('This group ended {when}. Who was in it stays on record; it gives no rights any more.', {
              when: <Time at={group.endedAt} now={props.now} />,
            })}
          </Notebox>
        ) : null}
        <Members {...props} path={path} mayChange={mayChange} />
        {mayChange ? (
          <>
            <Add {...props} path={path} />
            <Card title={say('Name and purpose')}>
              <ErrorSummary title={say('Nothing was kept yet')} errors={errorsById(form.errors)} />
              <form method="post" action={path} class="stack">
                <GroupFields form={form} values={{ title: group.title, purpose: group.purpose, ...form.values }} />
                <div>
                  <Button>{say('Keep the name')}</Button>
                </div>
              </form>
            </Card>
            <Card title={say('End the group')}>
              <p class="soft">{say('What was granted to it ends at the next request. It cannot be opened again.')}</p>
              <ActionButton action={`${path}/end`} kind="danger">
                {say('End the group')}
              </ActionButton>
            </Card>
          </>
        ) : (
          <p class="small muted">{say.again(props.verdict.because)}</p>
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
  const say = useWords()
  const { group, mayChange, path } = props
  if (props.members.length === 0) return <Empty title={say('Nobody is in it')} realm="inside" />
  const acts = mayChange || (props.own?.role !== undefined && group.endedAt === null)
  return (
    <>
      <Table
        caption={say('People in {group}', { group: group.title })}
        columns={[
          { label: say('Name') },
          { label: say('Work | what somebody does') },
          { label: say('Since') },
          ...(acts ? [{ label: say('Change') }] : []),
        ]}
        rows={props.members.map(({ person, role, joinedAt }) => [
          <span class="row tight">
            <a dir="auto" href={personPath(person)}>
              {person.displayName}
            </a>
            {role === 'lead' ? <Pill icon="flag">{say('Leads')}</Pill> : null}
          </span>,
          <bdi>{person.jobTitle}</bdi>,
          <Time at={joinedAt} now={props.now} />,
          ...(acts
            ? [
                <span class="row tight">
                  {mayChange ? (
                    <ActionButton
                      action={`${path}/role`}
                      fields={{ account: String(person.id), role: role === 'lead' ? 'member' : 'lead' }}
                      size="s"
                      label={
                        role === 'lead'
                          ? say('Let not lead any more: {name}', { name: person.displayName })
                          : say('Let lead: {name}', { name: person.displayName })
                      }
                    >
                      {role === 'lead' ? say('Not lead') : say('Let lead')}
                    </ActionButton>
                  ) : null}
                  {mayChange || props.own?.id === person.id ? (
                    <ActionButton
                      action={`${path}/remove`}
                      fields={{ account: String(person.id) }}
                      size="s"
                      kind="quiet"
                      label={
                        props.own?.id === person.id
                          ? say('Leave the group')
                          : say('Take out {name}', { name: person.displayName })
                      }
                    >
                      {props.own?.id === person.id ? say('Leave | a group') : say('Take out')}
                    </ActionButton>
                  ) : null}
                </span>,
              ]
            : []),
        ])}
      />
      <Pages
        label={say('More people')}
        older={props.next === undefined ? undefined : { href: `${path}?after=${props.next}`, label: say('Next') }}
      />
    </>
  )
}

function Add(props: GroupPageProps & { path: string }) {
  const say = useWords()
  return (
    <Card title={say('Add a colleague')}>
      <form method="get" action={props.path} class="row form-column" role="search">
        <Input name="find" label={say('Name begins with')} value={props.find} error={props.form.errors.account} />
        <Button>{say('Find')}</Button>
      </form>
      {props.find && props.candidates.length === 0 ? (
        <p class="mt2">{say('No colleague has a name that begins so.')}</p>
      ) : null}
      <ul role="list" class="stack-s form-column mt2">
        {props.candidates.map((person) => (
          <li class="row between">
            <span>
              <b dir="auto">{person.displayName}</b>{' '}
              <span class="small muted" dir="auto">
                {person.jobTitle}
              </span>
            </span>
            <ActionButton
              action={`${props.path}/members`}
              fields={{ account: String(person.id) }}
              size="s"
              label={say('Add {name}', { name: person.displayName })}
            >
              {say('Add')}
            </ActionButton>
          </li>
        ))}
      </ul>
    </Card>
  )
}

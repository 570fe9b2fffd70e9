import type { ComponentChildren } from 'preact'
import { type FormState, emptyForm } from '../../platform/http/form.ts'
import type { Say } from '../../platform/languages/languages.ts'
import type { AccessVerdict } from '../../platform/verdict.ts'
import { ActionButton, Button } from '../../ui/button.tsx'
import { ErrorSummary, Input, Select } from '../../ui/field.tsx'
import { Crumbs, PageHead } from '../../ui/page.tsx'
import { Card, Notebox } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { Segmented } from '../../ui/tabs.tsx'
import { useWords } from '../../ui/words.tsx'
import { type PersonCard, personPath } from '../accounts/accounts.ts'
import type { Day, NodeLine, NodePage as NodeShown, Role, StandingPerson, countStanding, nodeHistory } from './axes.ts'
import { AsOf, DayWords, Days, nodePath } from './axes.parts.tsx'
import { Change } from './change.parts.tsx'
import { More } from './structure.page.tsx'
import { Tree, query, roleOptions } from './structure.parts.tsx'
import { axisTitle, roleTitle, roleWithin } from './titles.ts'

export interface NodePageProps {
  readonly node: NodeShown
  /** The same place today: what a change begins with. */
  readonly current: NodeShown
  readonly path: readonly { id: NodeShown['id']; title: string }[]
  readonly below: readonly NodeLine[]
  readonly nextBelow: string | undefined
  readonly standing: readonly StandingPerson[]
  readonly nextStanding: string | undefined
  readonly counts: Awaited<ReturnType<typeof countStanding>>
  readonly withBelow: boolean
  readonly role: string | undefined
  readonly history: Awaited<ReturnType<typeof nodeHistory>>
  readonly panels: readonly ComponentChildren[]
  readonly day: Day
  readonly today: Day
  readonly chosen: Day | undefined
  readonly keep: AccessVerdict
  /** The roles in which the viewer may place people here. */
  readonly giving: readonly Role[]
  readonly find: string
  readonly candidates: readonly PersonCard[]
  /** Where it could be moved to; undefined when the axis is too long for a list. */
  readonly places: readonly NodeLine[] | undefined
  readonly form: FormState
}

/** One place as of a day: what is below it, who stands there, what it was called, and changing that. */
export function NodePage(props: NodePageProps) {
  const say = useWords()
  const { node, form, chosen } = props
  const axis = axisTitle(say, { key: node.axis, title: node.axisTitle })
  const sent = sentForm(form)
  const of = (which: Sent) => (which === sent ? form : emptyForm)
  const path = nodePath(node.id)
  const view = `/inside/structure?${query({ view: `axis-${node.axis}`, day: chosen })}`
  return (
    <>
      <PageHead
        title={<bdi>{node.title}</bdi>}
        intro={say('Code {code} on the axis {axis}', { code: node.code, axis })}
        crumbs={
          <Crumbs
            label={say('You are here')}
            crumbs={[
              { label: axis, href: view },
              ...props.path.slice(0, -1).map((step) => ({
                label: step.title,
                href: nodePath(step.id, chosen),
              })),
            ]}
          />
        }
      />
      <div class="stack">
        <ErrorSummary title={say('Nothing was changed')} errors={errorsById(form, sent)} />
        <AsOf action={path} day={props.day} keep={{ role: props.role, below: props.withBelow ? '1' : undefined }} />
        {node.standing ? null : (
          <Notebox tone="info" icon="clock-counter-clockwise">
            {say.with('This place does not stand on {day}. Its history says when it did.', {
              day: <DayWords day={props.day} />,
            })}
          </Notebox>
        )}
        <Standing {...props} here={path} />
        {props.below.length > 0 ? (
          <Card title={say('Below it')}>
            <Tree lines={props.below} label={say('Places below {place}', { place: node.title })} day={chosen} />
            <More next={props.nextBelow} fields={{ day: chosen, part: 'tree' }} path={path} />
          </Card>
        ) : null}
        {props.panels}
        {props.giving.length > 0 ? <PlaceSomebody {...props} form={of('place')} here={path} /> : null}
        {props.keep.allowed ? <Change {...props} form={of('change')} closing={of('close')} here={path} /> : null}
        <History {...props} here={path} />
        {props.keep.allowed || props.giving.length > 0 ? null : (
          <p class="small muted">{say.again(props.keep.because)}</p>
        )}
      </div>
    </>
  )
}

type Sent = 'place' | 'change' | 'close' | 'end'

/** Which of the forms of the page came back: by what it alone carries. */
function sentForm({ values }: FormState): Sent {
  if (values.person !== undefined || values.role !== undefined) return 'place'
  if (values.title !== undefined) return 'change'
  if (values.from !== undefined) return 'close'
  return 'end'
}

/** What was wrong, by the id of the field of the form that was sent. */
function errorsById(form: FormState, sent: Sent): Record<string, string> {
  const ids: Partial<Record<Sent, Record<string, string>>> = {
    change: { from: 'change-from' },
    close: { from: 'close-from' },
    end: { on: 'standing' },
  }
  return Object.fromEntries(Object.entries(form.errors).map(([field, words]) => [ids[sent]?.[field] ?? field, words]))
}

/** `here`: the address of the page. */
export type Parts = NodePageProps & { here: string }

function Standing(props: Parts) {
  const say = useWords()
  const { here: path, chosen, withBelow, role, counts, giving } = props
  const address = (fields: Record<string, string | undefined>) =>
    `${path}?${query({ day: chosen, below: withBelow ? '1' : undefined, role, ...fields })}`
  const mayEnd = (one: StandingPerson) => giving.some((given) => given.key === one.role)
  const acts = props.standing.some(mayEnd)
  return (
    <Card title={say('Who stands here')} id="standing">
      <div class="stack">
        <Segmented
          label={say('How far')}
          segments={[
            { href: address({ below: undefined }), label: say('Right here'), current: !withBelow },
            { href: address({ below: '1' }), label: say('With everything below'), current: withBelow },
          ]}
        />
        {counts.length > 0 ? (
          <Table
            caption={say('How many, by role')}
            columns={[
              { label: say('Role') },
              { label: say('Right here'), numeric: true },
              { label: say('With everything below'), numeric: true },
            ]}
            rows={counts.map((count) => [
              <a href={address({ role: count.role })}>
                <CountedRole count={count} />
              </a>,
              say.number(count.own),
              say.number(count.withBelow),
            ])}
          />
        ) : null}
        {role === undefined ? null : (
          <p class="small">
            {say('Only in one role.')} <a href={address({ role: undefined })}>{say('Show all roles')}</a>
          </p>
        )}
        {props.standing.length === 0 ? (
          <p class="soft">
            {withBelow ? say('Nobody stands here or below on this day.') : say('Nobody stands right here on this day.')}
          </p>
        ) : (
          <Table
            caption={say('People who stand here')}
            columns={[
              { label: say('Name') },
              { label: say('Role') },
              ...(withBelow ? [{ label: say('Place | in the structure') }] : []),
              { label: say('Days | from which to which') },
              ...(acts ? [{ label: say('End') }] : []),
            ]}
            rows={props.standing.map((one) => [
              <a dir="auto" href={personPath(one.person)}>
                {one.person.displayName}
              </a>,
              <bdi>{roleTitle(say, { key: one.role, title: one.roleTitle })}</bdi>,
              ...(withBelow
                ? [
                    <a dir="auto" href={nodePath(one.nodeId, chosen)}>
                      {one.nodeTitle}
                    </a>,
                  ]
                : []),
              <Days {...one} />,
              ...(acts
                ? [
                    mayEnd(one) && one.toOn === null ? (
                      <ActionButton
                        action={`/inside/structure/placements/${one.placementId}/end`}
                        size="s"
                        label={say('End today: {name} as {role}', {
                          name: one.person.displayName,
                          role: roleWithin(say, { key: one.role, title: one.roleTitle }),
                        })}
                      >
                        {say('End today')}
                      </ActionButton>
                    ) : null,
                  ]
                : []),
            ])}
          />
        )}
        <More
          next={props.nextStanding}
          fields={{ day: chosen, below: withBelow ? '1' : undefined, role, part: 'people' }}
          path={path}
        />
      </div>
    </Card>
  )
}

function CountedRole(props: { count: NodePageProps['counts'][number] }) {
  const say = useWords()
  const { role: key, title, inside } = props.count
  const role = roleTitle(say, { key, title })
  return inside ? <bdi>{role}</bdi> : <>{say('{role}, from outside', { role })}</>
}

/** Somebody to choose: what they do or where they come from tells two of one name apart. */
function personWords(say: Say, person: PersonCard): string {
  const { displayName: name, organisation, jobTitle, realm } = person
  const work = organisation ?? (jobTitle || say('no job title'))
  if (realm === 'inside') return `${name}, ${work}`
  return realm === 'outside'
    ? say('{name}, {work}, from outside', { name, work })
    : say('{name}, {work}, from another company', { name, work })
}

function PlaceSomebody(props: Parts) {
  const say = useWords()
  const { here: path, form, candidates, find } = props
  return (
    <Card title={say('Place somebody here')} id="place">
      <form method="get" action={`${path}#place`} class="row form-column" role="search">
        <Input id="person" name="find" label={say('Name begins with')} value={find} error={form.errors.person} />
        <Button>{say('Find')}</Button>
      </form>
      {find && candidates.length === 0 ? <p class="mt2">{say('Nobody has a name that begins so.')}</p> : null}
      {candidates.length > 0 ? (
        <form method="post" action={`${path}/place?find=${encodeURIComponent(find)}`} class="stack mt3">
          <Select
            id="chosen-person"
            name="person"
            label={say('Who')}
            options={candidates.map((person) => ({
              value: String(person.id),
              label: personWords(say, person),
            }))}
            value={form.values.person}
          />
          <Select
            name="role"
            label={say('As | in which role')}
            options={roleOptions(say, props.giving)}
            value={form.values.role}
            error={form.errors.role}
          />
          <Input
            name="from"
            type="date"
            label={say('From | which day on')}
            value={form.values.from ?? props.today}
            error={form.errors.from}
          />
          <Input
            name="to"
            type="date"
            label={say('Up to, not including')}
            hint={say('Leave it empty when no end is known.')}
            value={form.values.to}
            error={form.errors.to}
          />
          <div>
            <Button kind="primary">{say('Place them here')}</Button>
          </div>
        </form>
      ) : null}
    </Card>
  )
}

function History(props: Parts) {
  const say = useWords()
  const { items, next } = props.history
  return (
    <Card title={say('History')}>
      <Table
        caption={say('What it was called and where it hung')}
        columns={[
          { label: say('Days | from which to which') },
          { label: say('Name') },
          { label: say('Below | which place') },
          { label: say('Changed by') },
        ]}
        rows={items.map((one) => [
          <Days {...one} />,
          <bdi>{one.title}</bdi>,
          one.parentId === null ? (
            say('The top')
          ) : (
            <a dir="auto" href={nodePath(one.parentId, one.fromOn)}>
              {one.parentTitle}
            </a>
          ),
          <bdi>{one.changedBy ?? 'Tango'}</bdi>,
        ])}
      />
      {next === undefined ? null : (
        <p class="mt2">
          <a href={`${props.here}?${query({ before: next })}`}>{say('Earlier')}</a>
        </p>
      )}
    </Card>
  )
}

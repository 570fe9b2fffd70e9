import type { ComponentChildren } from 'preact'
import { type FormState, emptyForm } from '../../platform/http/form.ts'
import type { AccessVerdict } from '../../platform/verdict.ts'
import { ActionButton, Button, LinkButton } from '../../ui/button.tsx'
import { ErrorSummary, Input, Select } from '../../ui/field.tsx'
import { Crumbs, PageHead } from '../../ui/page.tsx'
import { Card, Notebox } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { Segmented } from '../../ui/tabs.tsx'
import { type PersonCard, personPath } from '../accounts/accounts.ts'
import type { Day, NodeLine, NodePage as NodeShown, Role, StandingPerson, countStanding, nodeHistory } from './axes.ts'
import { AsOf, DayWords, Days, nodePath } from './axes.parts.tsx'
import { More } from './structure.page.tsx'
import { Tree, nodeOptions, query, roleOptions } from './structure.parts.tsx'

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
  const { node, form, chosen } = props
  const sent = sentForm(form)
  const of = (which: Sent) => (which === sent ? form : emptyForm)
  const path = nodePath(node.id)
  const view = `/inside/structure?${query({ view: `axis-${node.axis}`, day: chosen })}`
  return (
    <>
      <PageHead
        title={node.title}
        intro={`Code ${node.code} on the axis ${node.axisTitle}`}
        crumbs={
          <Crumbs
            label="You are here"
            crumbs={[
              { label: node.axisTitle, href: view },
              ...props.path.slice(0, -1).map((step) => ({ label: step.title, href: nodePath(step.id, chosen) })),
            ]}
          />
        }
      />
      <div class="stack">
        <ErrorSummary title="Nothing was changed" errors={errorsById(form, sent)} />
        <AsOf action={path} day={props.day} keep={{ role: props.role, below: props.withBelow ? '1' : undefined }} />
        {node.standing ? null : (
          <Notebox tone="info" icon="clock-counter-clockwise">
            This place does not stand on <DayWords day={props.day} />. Its history says when it did.
          </Notebox>
        )}
        <Standing {...props} here={path} />
        {props.below.length > 0 ? (
          <Card title="Below it">
            <Tree lines={props.below} label={`Places below ${node.title}`} day={chosen} />
            <More next={props.nextBelow} fields={{ day: chosen, part: 'tree' }} path={path} />
          </Card>
        ) : null}
        {props.panels}
        {props.giving.length > 0 ? <PlaceSomebody {...props} form={of('place')} here={path} /> : null}
        {props.keep.allowed ? <Change {...props} form={of('change')} closing={of('close')} here={path} /> : null}
        <History {...props} here={path} />
        {props.keep.allowed || props.giving.length > 0 ? null : <p class="small muted">{props.keep.because}</p>}
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
type Parts = NodePageProps & { here: string }

function Standing(props: Parts) {
  const { here: path, chosen, withBelow, role, counts, giving } = props
  const address = (fields: Record<string, string | undefined>) =>
    `${path}?${query({ day: chosen, below: withBelow ? '1' : undefined, role, ...fields })}`
  const mayEnd = (one: StandingPerson) => giving.some((given) => given.key === one.role)
  const acts = props.standing.some(mayEnd)
  return (
    <Card title="Who stands here" id="standing">
      <div class="stack">
        <Segmented
          label="How far"
          segments={[
            { href: address({ below: undefined }), label: 'Right here', current: !withBelow },
            { href: address({ below: '1' }), label: 'With everything below', current: withBelow },
          ]}
        />
        {counts.length > 0 ? (
          <Table
            caption="How many, by role"
            columns={[
              { label: 'Role' },
              { label: 'Right here', numeric: true },
              { label: 'With everything below', numeric: true },
            ]}
            rows={counts.map((count) => [
              <a href={address({ role: count.role })}>
                {count.title}
                {count.inside ? '' : ', from outside'}
              </a>,
              count.own,
              count.withBelow,
            ])}
          />
        ) : null}
        {role === undefined ? null : (
          <p class="small">
            Only in one role. <a href={address({ role: undefined })}>Show all roles</a>
          </p>
        )}
        {props.standing.length === 0 ? (
          <p class="soft">Nobody stands {withBelow ? 'here or below' : 'right here'} on this day.</p>
        ) : (
          <Table
            caption="People who stand here"
            columns={[
              { label: 'Name' },
              { label: 'Role' },
              ...(withBelow ? [{ label: 'Place' }] : []),
              { label: 'Days' },
              ...(acts ? [{ label: 'End' }] : []),
            ]}
            rows={props.standing.map((one) => [
              <a href={personPath(one.person)}>{one.person.displayName}</a>,
              one.roleTitle,
              ...(withBelow ? [<a href={nodePath(one.nodeId, chosen)}>{one.nodeTitle}</a>] : []),
              <Days {...one} />,
              ...(acts
                ? [
                    mayEnd(one) && one.toOn === null ? (
                      <ActionButton
                        action={`/inside/structure/placements/${one.placementId}/end`}
                        size="s"
                        label={`End today: ${one.person.displayName} as ${one.roleTitle.toLowerCase()}`}
                      >
                        End today
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

function PlaceSomebody(props: Parts) {
  const { here: path, form, candidates, find } = props
  return (
    <Card title="Place somebody here" id="place">
      <form method="get" action={`${path}#place`} class="row form-column" role="search">
        <Input id="person" name="find" label="Name begins with" value={find} error={form.errors.person} />
        <Button>Find</Button>
      </form>
      {find && candidates.length === 0 ? <p class="mt2">Nobody has a name that begins so.</p> : null}
      {candidates.length > 0 ? (
        <form method="post" action={`${path}/place?find=${encodeURIComponent(find)}`} class="stack mt3">
          <Select
            id="chosen-person"
            name="person"
            label="Who"
            options={candidates.map((person) => ({
              value: String(person.id),
              label: `${person.displayName}, ${person.organisation ?? (person.jobTitle || 'no job title')}${person.realm === 'inside' ? '' : `, from ${person.realm === 'outside' ? 'outside' : 'another company'}`}`,
            }))}
            value={form.values.person}
          />
          <Select
            name="role"
            label="As"
            options={roleOptions(props.giving)}
            value={form.values.role}
            error={form.errors.role}
          />
          <Input
            name="from"
            type="date"
            label="From"
            value={form.values.from ?? props.today}
            error={form.errors.from}
          />
          <Input
            name="to"
            type="date"
            label="Up to, not including"
            hint="Leave it empty when no end is known."
            value={form.values.to}
            error={form.errors.to}
          />
          <div>
            <Button kind="primary">Place them here</Button>
          </div>
        </form>
      ) : null}
    </Card>
  )
}

function Change(props: Parts & { closing: FormState }) {
  const { current: node, here: path, form, today } = props
  const day = (id: string, { values, errors }: FormState) => (
    <Input id={id} name="from" type="date" label="From" value={values.from ?? today} error={errors.from} />
  )
  if (!node.standing) {
    return (
      <Card title="Open it again">
        <form method="post" action={`${path}/reopen`} class="stack">
          <Input
            id="title"
            name="title"
            label="Name"
            value={form.values.title ?? node.title}
            error={form.errors.title}
          />
          <ParentField {...props} />
          {day('change-from', form)}
          <div>
            <Button>Open the place</Button>
          </div>
        </form>
      </Card>
    )
  }
  return (
    <>
      <Card title="Change it">
        <form method="post" action={`${path}/change`} class="stack">
          <Input
            id="title"
            name="title"
            label="Name"
            value={form.values.title ?? node.title}
            error={form.errors.title}
          />
          <ParentField {...props} />
          {day('change-from', form)}
          <div>
            <Button kind="primary">Rename and move</Button>
          </div>
        </form>
        <p class="mt3">
          <LinkButton href={`/inside/structure/axes?${query({ axis: node.axis, parent: node.id })}#add`} icon="plus">
            Add a place below it
          </LinkButton>
        </p>
      </Card>
      <Card title="Close it">
        <p class="soft">That day is the first without it. Who stands there stops standing there.</p>
        <form method="post" action={`${path}/close`} class="stack mt2">
          {day('close-from', props.closing)}
          <div>
            <Button kind="danger">Close the place</Button>
          </div>
        </form>
      </Card>
    </>
  )
}

function ParentField(props: Parts) {
  const { current: node, places, form } = props
  const label = 'Below which place'
  if (places === undefined) {
    return (
      <Input
        id="parent"
        name="parentCode"
        label={`${label}: its code`}
        hint="Leave it empty to let it stand where it stands; write a hyphen for the top of the axis."
        value={form.values.parentCode}
        error={form.errors.parent}
      />
    )
  }
  return (
    <Select
      id="parent"
      name="parent"
      label={label}
      options={nodeOptions(
        places.filter((one) => one.id !== node.id),
        'Nothing: the top of the axis',
      )}
      value={form.values.parent ?? (node.parentId === null ? '' : String(node.parentId))}
      error={form.errors.parent}
    />
  )
}

function History(props: Parts) {
  const { items, next } = props.history
  return (
    <Card title="History">
      <Table
        caption="What it was called and where it hung"
        columns={[{ label: 'Days' }, { label: 'Name' }, { label: 'Below' }, { label: 'Changed by' }]}
        rows={items.map((one) => [
          <Days {...one} />,
          one.title,
          one.parentId === null ? 'The top' : <a href={nodePath(one.parentId, one.fromOn)}>{one.parentTitle}</a>,
          one.changedBy ?? 'Tango',
        ])}
      />
      {next === undefined ? null : (
        <p class="mt2">
          <a href={`${props.here}?${query({ before: next })}`}>Earlier</a>
        </p>
      )}
    </Card>
  )
}

import './elements.ts'
import { type FormState, emptyForm } from '../../platform/http/form.ts'
import { ActionButton, Button } from '../../ui/button.tsx'
import { ErrorSummary, Input, Select } from '../../ui/field.tsx'
import { Crumbs, PageHead } from '../../ui/page.tsx'
import { Card, Empty } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { Segmented } from '../../ui/tabs.tsx'
import type { Axis, Day, NodeLine, Role } from './axes.ts'
import { AsOf } from './axes.parts.tsx'
import { More } from './structure.page.tsx'
import { Tree, nodeOptions } from './structure.parts.tsx'

export interface AxesPageProps {
  readonly axes: readonly Axis[]
  readonly axis: Axis | undefined
  readonly lines: readonly NodeLine[]
  readonly next: string | undefined
  readonly roles: readonly Role[]
  readonly day: Day
  readonly today: Day
  readonly chosen: Day | undefined
  readonly mayKeep: boolean
  readonly because: string
  /** The node below which the new one is to stand, chosen beforehand. */
  readonly parent: string | undefined
  readonly form: FormState
}

const action = '/inside/structure/axes'
const rankWords = ['like a member', 'like a lead', 'like a manager']

/** The axes, the places on one of them, and the roles; who keeps the structure changes them here. */
export function AxesPage(props: AxesPageProps) {
  const { axes, axis, mayKeep, form } = props
  return (
    <>
      <PageHead
        title="Axes and places"
        intro="Parallel trees on which everybody and everything can stand at once. Nothing is ever lost: a change begins on a day."
        crumbs={<Crumbs label="You are here" crumbs={[{ label: 'Structure', href: '/inside/structure' }]} />}
      />
      <div class="stack">
        <ErrorSummary title="Nothing was changed" errors={errorsById(form)} />
        {axes.length > 0 ? (
          <Segmented
            label="Which axis"
            segments={axes.map((one) => ({
              href: `${action}?axis=${one.key}`,
              label: one.title,
              current: one.key === axis?.key,
            }))}
          />
        ) : (
          <Empty title="There is no axis" realm="inside" />
        )}
        {axis ? <Places {...props} axis={axis} /> : null}
        {mayKeep ? null : <p class="small muted">{props.because}</p>}
        {mayKeep && axis ? <AxisCard axis={axis} form={form} /> : null}
        {mayKeep ? <NewAxis form={form} /> : null}
        <Roles {...props} />
      </div>
    </>
  )
}

/** What was wrong, by the id of its field: moving a place and adding one share the names of two. */
function errorsById(form: FormState): Record<string, string> {
  const moved = wasMove(form)
  return Object.fromEntries(
    Object.entries(form.errors).map(([field, words]) => [
      moved && (field === 'parent' || field === 'from') ? `move-${field}` : field,
      words,
    ]),
  )
}

function wasMove(form: FormState): boolean {
  return form.values.node !== undefined
}

function Places(props: AxesPageProps & { axis: Axis }) {
  const { axis, lines, mayKeep } = props
  const tree =
    lines.length === 0 ? (
      <Empty title="No place yet on this day" realm="inside" />
    ) : (
      <Tree lines={lines} label={`Places on the axis ${axis.title}`} day={props.chosen} />
    )
  return (
    <>
      <AsOf action={action} day={props.day} keep={{ axis: axis.key }} />
      {mayKeep && lines.length > 0 ? (
        <tango-tree>
          <div class="stack">
            {tree}
            <MovePlace {...props} form={wasMove(props.form) ? props.form : emptyForm} />
          </div>
        </tango-tree>
      ) : (
        tree
      )}
      <More next={props.next} fields={{ axis: axis.key, day: props.chosen }} path={action} />
      {mayKeep ? <AddPlace {...props} form={wasMove(props.form) ? emptyForm : props.form} /> : null}
    </>
  )
}

/** Below which place: from a list, or by its code where the tree is too long for one. */
function ParentField(props: AxesPageProps & { id: string; label: string }) {
  const { form, lines } = props
  if (props.next !== undefined) {
    return (
      <Input
        id={props.id}
        name="parentCode"
        label={`${props.label}: its code`}
        hint="Leave it empty for the top of the axis."
        value={form.values.parentCode}
        error={form.errors.parent}
      />
    )
  }
  return (
    <Select
      id={props.id}
      name="parent"
      label={props.label}
      options={nodeOptions(lines, 'Nothing: the top of the axis')}
      value={form.values.parent ?? props.parent}
      error={form.errors.parent}
    />
  )
}

function MovePlace(props: AxesPageProps & { axis: Axis }) {
  const { axis, lines, form } = props
  return (
    <Card title="Move a place" id="move">
      <p class="soft">What is below it comes along. Where it was before stays in its history.</p>
      <form method="post" action={`${action}/${axis.key}/move`} class="stack mt2">
        <Select
          name="node"
          label="Move"
          options={nodeOptions(lines)}
          value={form.values.node}
          error={form.errors.node}
        />
        <ParentField {...props} id="move-parent" label="Below" />
        <Input
          id="move-from"
          name="from"
          type="date"
          label="From"
          value={form.values.from ?? props.today}
          error={form.errors.from}
        />
        <div>
          <Button>Move the place</Button>
        </div>
      </form>
    </Card>
  )
}

function AddPlace(props: AxesPageProps & { axis: Axis }) {
  const { axis, form } = props
  return (
    <Card title="Add a place" id="add">
      <form method="post" action={`${action}/${axis.key}/nodes`} class="stack">
        <Input name="title" label="Name" required maxlength={120} value={form.values.title} error={form.errors.title} />
        <Input
          name="code"
          label="Code"
          hint="Short, and never used again: imports find the place by it."
          required
          maxlength={63}
          value={form.values.code}
          error={form.errors.code}
        />
        <ParentField {...props} id="parent" label="Below which place" />
        <Input
          name="from"
          type="date"
          label="Stands from"
          value={form.values.from ?? props.today}
          error={form.errors.from}
        />
        <div>
          <Button kind="primary">Add the place</Button>
        </div>
      </form>
    </Card>
  )
}

function AxisCard(props: { axis: Axis; form: FormState }) {
  const { axis } = props
  return (
    <Card title={`The axis ${axis.title}`}>
      <form method="post" action={`${action}/${axis.key}`} class="row form-column">
        <Input
          id="axisTitle"
          name="axisTitle"
          label="Name of the axis"
          required
          value={props.form.values.axisTitle ?? axis.title}
          error={props.form.errors.axisTitle}
        />
        <Button>Rename the axis</Button>
      </form>
      <p class="soft mt3">
        Ending it closes all its places today and ends what stands there, with every right that came from it. Its past
        can still be read.
      </p>
      <ActionButton action={`${action}/${axis.key}/end`} kind="danger">
        End the axis {axis.title}
      </ActionButton>
    </Card>
  )
}

function NewAxis(props: { form: FormState }) {
  const { values, errors } = props.form
  return (
    <Card title="Add an axis">
      <form method="post" action={action} class="stack">
        <Input
          id="newTitle"
          name="newTitle"
          label="Name"
          required
          maxlength={120}
          value={values.newTitle}
          error={errors.newTitle}
        />
        <Input
          id="key"
          name="key"
          label="Key"
          hint="Small letters, digits and hyphens. It stands in files and addresses and never changes."
          required
          value={values.key}
          error={errors.key}
        />
        <div>
          <Button>Add the axis</Button>
        </div>
      </form>
    </Card>
  )
}

function Roles(props: AxesPageProps) {
  const { values, errors } = props.form
  return (
    <Card title="Roles">
      <Table
        caption="Roles at a place"
        columns={[{ label: 'Role' }, { label: 'Key' }, { label: 'What it may do' }]}
        rows={props.roles.map((role) => [role.title, role.key, rankWords[role.rank]])}
      />
      {props.mayKeep ? (
        <form method="post" action="/inside/structure/roles" class="stack mt3">
          <Input
            name="roleTitle"
            label="Name of a new role, or a new name"
            required
            maxlength={60}
            value={values.roleTitle}
            error={errors.roleTitle}
          />
          <Input
            name="roleKey"
            label="Key"
            hint="The key of a role that is there renames it."
            required
            value={values.roleKey}
            error={errors.roleKey}
          />
          <Select
            name="rank"
            label="It may do what"
            options={[
              { value: '0', label: 'A member may' },
              { value: '1', label: 'A lead may' },
              { value: '2', label: 'A manager may: place people here and below, and grant for this place' },
            ]}
            value={values.rank}
            error={errors.rank}
          />
          <div>
            <Button>Keep the role</Button>
          </div>
        </form>
      ) : null}
    </Card>
  )
}

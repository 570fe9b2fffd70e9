import './elements.ts'
import { type Said, said } from '../../platform/languages/languages.ts'
import { type FormState, emptyForm } from '../../platform/http/form.ts'
import { ActionButton, Button } from '../../ui/button.tsx'
import { ErrorSummary, Input, Select } from '../../ui/field.tsx'
import { Crumbs, PageHead } from '../../ui/page.tsx'
import { Card, Empty } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { Segmented } from '../../ui/tabs.tsx'
import { useWords } from '../../ui/words.tsx'
import type { Axis, Day, NodeLine, Role } from './axes.ts'
import { AsOf } from './axes.parts.tsx'
import { More } from './structure.page.tsx'
import { Tree, nodeOptions } from './structure.parts.tsx'
import { axisTitle, roleTitle } from './titles.ts'

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
  readonly because: Said
  /** The node below which the new one is to stand, chosen beforehand. */
  readonly parent: string | undefined
  readonly form: FormState
}

const action = '/inside/structure/axes'
const rankWords = [said('like a member'), said('like a lead'), said('like a manager')]

/** The axes, the places on one of them, and the roles; who keeps the structure changes them here. */
export function AxesPage(props: AxesPageProps) {
  const say = useWords()
  const { axes, axis, mayKeep, form } = props
  return (
    <>
      <PageHead
        title={say('Axes and places')}
        intro={say(
          'Parallel trees on which everybody and everything can stand at once. Nothing is ever lost: a change begins on a day.',
        )}
        crumbs={
          <Crumbs label={say('You are here')} crumbs={[{ label: say('Structure'), href: '/inside/structure' }]} />
        }
      />
      <div class="stack">
        <ErrorSummary title={say('Nothing was changed')} errors={errorsById(form)} />
        {axes.length > 0 ? (
          <Segmented
            label={say('Which axis')}
            segments={axes.map((one) => ({
              href: `${action}?axis=${one.key}`,
              label: axisTitle(say, one),
              current: one.key === axis?.key,
            }))}
          />
        ) : (
          <Empty title={say('There is no axis')} realm="inside" />
        )}
        {axis ? <Places {...props} axis={axis} /> : null}
        {mayKeep ? null : <p class="small muted">{say.again(props.because)}</p>}
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
  const say = useWords()
  const { axis, lines, mayKeep } = props
  const tree =
    lines.length === 0 ? (
      <Empty title={say('No place yet on this day')} realm="inside" />
    ) : (
      <Tree lines={lines} label={say('Places on the axis {axis}', { axis: axisTitle(say, axis) })} day={props.chosen} />
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
function ParentField(props: AxesPageProps & { id: string; label: string; codeLabel: string }) {
  const say = useWords()
  const { form, lines } = props
  if (props.next !== undefined) {
    return (
      <Input
        id={props.id}
        name="parentCode"
        label={props.codeLabel}
        hint={say('Leave it empty for the top of the axis.')}
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
      options={nodeOptions(lines, say('Nothing: the top of the axis'))}
      value={form.values.parent ?? props.parent}
      error={form.errors.parent}
    />
  )
}

function MovePlace(props: AxesPageProps & { axis: Axis }) {
  const say = useWords()
  const { axis, lines, form } = props
  return (
    <Card title={say('Move a place')} id="move">
      <p class="soft">{say('What is below it comes along. Where it was before stays in its history.')}</p>
      <form method="post" action={`${action}/${axis.key}/move`} class="stack mt2">
        <Select
          name="node"
          label={say('Move')}
          options={nodeOptions(lines)}
          value={form.values.node}
          error={form.errors.node}
        />
        <ParentField
          {...props}
          id="move-parent"
          label={say('Below | which place')}
          codeLabel={say('Below: its code')}
        />
        <Input
          id="move-from"
          name="from"
          type="date"
          label={say('From | which day on')}
          value={form.values.from ?? props.today}
          error={form.errors.from}
        />
        <div>
          <Button>{say('Move the place')}</Button>
        </div>
      </form>
    </Card>
  )
}

function AddPlace(props: AxesPageProps & { axis: Axis }) {
  const say = useWords()
  const { axis, form } = props
  return (
    <Card title={say('Add a place')} id="add">
      <form method="post" action={`${action}/${axis.key}/nodes`} class="stack">
        <Input
          name="title"
          label={say('Name')}
          required
          maxlength={120}
          value={form.values.title}
          error={form.errors.title}
        />
        <Input
          name="code"
          label={say('Code | a short name')}
          hint={say('Short, and never used again: imports find the place by it.')}
          required
          maxlength={63}
          value={form.values.code}
          error={form.errors.code}
        />
        <ParentField
          {...props}
          id="parent"
          label={say('Below which place')}
          codeLabel={say('Below which place: its code')}
        />
        <Input
          name="from"
          type="date"
          label={say('Stands from')}
          value={form.values.from ?? props.today}
          error={form.errors.from}
        />
        <div>
          <Button kind="primary">{say('Add the place')}</Button>
        </div>
      </form>
    </Card>
  )
}

function AxisCard(props: { axis: Axis; form: FormState }) {
  const say = useWords()
  const { axis } = props
  const title = axisTitle(say, axis)
  return (
    <Card title={say('The axis {axis}', { axis: title })}>
      <form method="post" action={`${action}/${axis.key}`} class="row form-column">
        <Input
          id="axisTitle"
          name="axisTitle"
          label={say('Name of the axis')}
          required
          value={props.form.values.axisTitle ?? axis.title}
          error={props.form.errors.axisTitle}
        />
        <Button>{say('Rename the axis')}</Button>
      </form>
      <p class="soft mt3">
        {say(
          'Ending it closes all its places today and ends what stands there, with every right that came from it. Its past can still be read.',
        )}
      </p>
      <ActionButton action={`${action}/${axis.key}/end`} kind="danger">
        {say('End the axis {axis}', { axis: title })}
      </ActionButton>
    </Card>
  )
}

function NewAxis(props: { form: FormState }) {
  const say = useWords()
  const { values, errors } = props.form
  return (
    <Card title={say('Add an axis')}>
      <form method="post" action={action} class="stack">
        <Input
          id="newTitle"
          name="newTitle"
          label={say('Name')}
          required
          maxlength={120}
          value={values.newTitle}
          error={errors.newTitle}
        />
        <Input
          id="key"
          name="key"
          label={say('Key | a short name in files')}
          hint={say('Small letters, digits and hyphens. It stands in files and addresses and never changes.')}
          required
          value={values.key}
          error={errors.key}
        />
        <div>
          <Button>{say('Add the axis')}</Button>
        </div>
      </form>
    </Card>
  )
}

function Roles(props: AxesPageProps) {
  const say = useWords()
  const { values, errors } = props.form
  return (
    <Card title={say('Roles')}>
      <Table
        caption={say('Roles at a place')}
        columns={[
          { label: say('Role') },
          { label: say('Key | a short name in files') },
          { label: say('What it may do') },
        ]}
        rows={props.roles.map((role) => [
          <bdi>{roleTitle(say, role)}</bdi>,
          <bdi>{role.key}</bdi>,
          say.again(rankWords[role.rank]!),
        ])}
      />
      {props.mayKeep ? (
        <form method="post" action="/inside/structure/roles" class="stack mt3">
          <Input
            name="roleTitle"
            label={say('Name of a new role, or a new name')}
            required
            maxlength={60}
            value={values.roleTitle}
            error={errors.roleTitle}
          />
          <Input
            name="roleKey"
            label={say('Key | a short name in files')}
            hint={say('The key of a role that is there renames it.')}
            required
            value={values.roleKey}
            error={errors.roleKey}
          />
          <Select
            name="rank"
            label={say('It may do what')}
            options={[
              { value: '0', label: say('A member may') },
              { value: '1', label: say('A lead may') },
              { value: '2', label: say('A manager may: place people here and below, and grant for this place') },
            ]}
            value={values.rank}
            error={errors.rank}
          />
          <div>
            <Button>{say('Keep the role')}</Button>
          </div>
        </form>
      ) : null}
    </Card>
  )
}

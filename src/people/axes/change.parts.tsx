import type { FormState } from '../../platform/http/form.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { Input, Select } from '../../ui/field.tsx'
import { Card } from '../../ui/surface.tsx'
import { useWords } from '../../ui/words.tsx'
import type { Parts } from './node.page.tsx'
import { nodeOptions, query } from './structure.parts.tsx'

/** Renaming, moving, closing and opening a place again, for whoever keeps the structure. */
export function Change(props: Parts & { closing: FormState }) {
  const say = useWords()
  const { current: node, here: path, form, today } = props
  const day = (id: string, { values, errors }: FormState) => (
    <Input
      id={id}
      name="from"
      type="date"
      label={say('From | which day on')}
      value={values.from ?? today}
      error={errors.from}
    />
  )
  const what = (
    <>
      <Input
        id="title"
        name="title"
        label={say('Name')}
        value={form.values.title ?? node.title}
        error={form.errors.title}
      />
      <ParentField {...props} />
      {day('change-from', form)}
    </>
  )
  if (!node.standing) {
    return (
      <Card title={say('Open it again')}>
        <form method="post" action={`${path}/reopen`} class="stack">
          {what}
          <div>
            <Button>{say('Open the place')}</Button>
          </div>
        </form>
      </Card>
    )
  }
  return (
    <>
      <Card title={say('Change it')}>
        <form method="post" action={`${path}/change`} class="stack">
          {what}
          <div>
            <Button kind="primary">{say('Rename and move')}</Button>
          </div>
        </form>
        <p class="mt3">
          <LinkButton href={`/inside/structure/axes?${query({ axis: node.axis, parent: node.id })}#add`} icon="plus">
            {say('Add a place below it')}
          </LinkButton>
        </p>
      </Card>
      <Card title={say('Close it')}>
        <p class="soft">{say('That day is the first without it. Who stands there stops standing there.')}</p>
        <form method="post" action={`${path}/close`} class="stack mt2">
          {day('close-from', props.closing)}
          <div>
            <Button kind="danger">{say('Close the place')}</Button>
          </div>
        </form>
      </Card>
    </>
  )
}

function ParentField(props: Parts) {
  const say = useWords()
  const { current: node, places, form } = props
  if (places === undefined) {
    return (
      <Input
        id="parent"
        name="parentCode"
        label={say('Below which place: its code')}
        hint={say('Leave it empty to let it stand where it stands; write a hyphen for the top of the axis.')}
        value={form.values.parentCode}
        error={form.errors.parent}
      />
    )
  }
  return (
    <Select
      id="parent"
      name="parent"
      label={say('Below which place')}
      options={nodeOptions(
        places.filter((one) => one.id !== node.id),
        say('Nothing: the top of the axis'),
      )}
      value={form.values.parent ?? (node.parentId === null ? '' : String(node.parentId))}
      error={form.errors.parent}
    />
  )
}

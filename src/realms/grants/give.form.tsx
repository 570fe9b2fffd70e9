import type { FormState } from '../../platform/http/form.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorSummary, Input, Select, type Option } from '../../ui/field.tsx'
import { Card } from '../../ui/surface.tsx'
import type { Rank } from '../spaces/spaces.ts'
import type { GrantChoices } from './choices.ts'
import { rightWords } from './listing.ts'

const asWords: Record<Rank, string> = {
  author: 'As one who looks after the space',
  manager: 'As manager of its place',
  administrator: 'By rule of the administration: wins over both, and only administrators end it',
}

/** Giving a right: first a person is looked for, then the form holds them beside the groups and places in reach. */
export function GiveForm(props: {
  path: string
  choices: GrantChoices
  find: string
  form: FormState
  isFixed: boolean
}) {
  const { choices, find } = props
  const { values, errors } = props.form
  const to: Option[] = [
    { value: '', label: 'Choose' },
    ...choices.people.map((one) => ({
      value: `person:${one.id}`,
      label: one.jobTitle ? `${one.displayName}, ${one.jobTitle}` : one.displayName,
    })),
    ...choices.nodes.map((one) => ({ value: `node:${one.id}`, label: `${one.of}: ${one.title}` })),
    ...choices.groups.map((one) => ({ value: `group:${one.id}`, label: `${one.of}: ${one.title}` })),
  ]
  const first = choices.people[0]
  return (
    <Card title="Give a right" id="give">
      <div class="stack">
        <form method="get" action={props.path} class="row form-column">
          <Input
            id="find"
            name="find"
            label="Look for a colleague"
            hint="The beginning of a name. Who is found stands in the list below."
            value={find}
          />
          <Button>Find</Button>
        </form>
        {find !== '' && choices.people.length === 0 ? <p>Nobody here has a name that begins so.</p> : null}
        <ErrorSummary title="Nothing was given yet" errors={giveErrors(errors)} />
        <form method="post" action={props.path} class="stack form-column">
          <input type="hidden" name="find" value={find} />
          <Select
            name="to"
            label="To whom"
            hint="People whom you looked for, and the places and groups that you may open to."
            options={to}
            value={values.to ?? (first ? `person:${first.id}` : '')}
            error={errors.to}
          />
          <Select
            name="right"
            label="What they may do"
            options={choices.rights.map((right) => ({ value: right, label: rightWords[right] }))}
            value={values.right}
            error={errors.right}
          />
          <Select
            name="role"
            label="With a place: who there"
            options={[
              { value: '', label: 'Everyone there' },
              ...choices.roles.map((role) => ({ value: role.key, label: `Only in the role ${role.title}` })),
            ]}
            value={values.role}
            error={errors.role}
          />
          <Select
            name="below"
            label="With a place: how far down"
            options={[
              { value: 'yes', label: 'The place and everything below it' },
              { value: 'no', label: 'The place alone' },
            ]}
            value={values.below}
            error={errors.below}
          />
          {choices.as.length > 1 ? (
            <Select
              name="as"
              label="In which standing"
              options={choices.as.map((as) => ({ value: as, label: asWords[as] }))}
              value={values.as}
              error={errors.as}
            />
          ) : (
            <p class="small muted">{choices.as[0] ? `${asWords[choices.as[0]]}.` : null}</p>
          )}
          <Input
            type="date"
            name="until"
            label="Last day"
            hint="Leave it empty for no end."
            value={values.until}
            error={errors.until}
          />
          <Input name="reason" label="Reason" value={values.reason} error={errors.reason} maxlength={500} />
          <div>
            <Button kind="primary">Give the right</Button>
          </div>
        </form>
      </div>
    </Card>
  )
}

const giveFields = ['to', 'right', 'role', 'below', 'as', 'until', 'reason']

function giveErrors(errors: FormState['errors']): Record<string, string> {
  return Object.fromEntries(Object.entries(errors).filter(([field]) => giveFields.includes(field)))
}

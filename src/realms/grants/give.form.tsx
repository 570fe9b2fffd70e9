import type { FormState } from '../../platform/http/form.ts'
import { said } from '../../platform/languages/languages.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorSummary, Input, Select, type Option } from '../../ui/field.tsx'
import { Card } from '../../ui/surface.tsx'
import { useWords } from '../../ui/words.tsx'
import type { Rank } from '../spaces/spaces.ts'
import type { GrantChoices } from './choices.ts'
import { rightWords } from './listing.ts'

const asWords: Record<Rank, string> = {
  author: said('As one who looks after the space'),
  manager: said('As manager of its place'),
  administrator: said('By rule of the administration: wins over both, and only administrators end it'),
}

/** Giving a right: first a person is looked for, then the form holds them beside the groups and places in reach. */
export function GiveForm(props: {
  path: string
  choices: GrantChoices
  find: string
  form: FormState
  isFixed: boolean
}) {
  const say = useWords()
  const { choices, find } = props
  const { values, errors } = props.form
  const to: Option[] = [
    { value: '', label: say('Choose') },
    ...choices.people.map((one) => ({
      value: `person:${one.id}`,
      label: one.jobTitle ? `${one.displayName}, ${one.jobTitle}` : one.displayName,
    })),
    ...choices.nodes.map((one) => ({ value: `node:${one.id}`, label: `${one.of}: ${one.title}` })),
    ...choices.groups.map((one) => ({ value: `group:${one.id}`, label: `${say.again(one.of)}: ${one.title}` })),
  ]
  const first = choices.people[0]
  return (
    <Card title={say('Give a right')} id="give">
      <div class="stack">
        <form method="get" action={props.path} class="row form-column">
          <Input
            id="find"
            name="find"
            label={say('Look for a colleague')}
            hint={say('The beginning of a name. Who is found stands in the list below.')}
            value={find}
          />
          <Button>{say('Find')}</Button>
        </form>
        {find !== '' && choices.people.length === 0 ? <p>{say('Nobody here has a name that begins so.')}</p> : null}
        <ErrorSummary title={say('Nothing was given yet')} errors={giveErrors(errors)} />
        <form method="post" action={props.path} class="stack form-column">
          <input type="hidden" name="find" value={find} />
          <Select
            name="to"
            label={say('To whom')}
            hint={say('People whom you looked for, and the places and groups that you may open to.')}
            options={to}
            value={values.to ?? (first ? `person:${first.id}` : '')}
            error={errors.to}
          />
          <Select
            name="right"
            label={say('What they may do')}
            options={choices.rights.map((right) => ({ value: right, label: say.again(rightWords[right]) }))}
            value={values.right}
            error={errors.right}
          />
          <Select
            name="role"
            label={say('With a place: who there')}
            options={[
              { value: '', label: say('Everyone there') },
              ...choices.roles.map((role) => ({
                value: role.key,
                label: say('Only in the role {role}', { role: role.title }),
              })),
            ]}
            value={values.role}
            error={errors.role}
          />
          <Select
            name="below"
            label={say('With a place: how far down')}
            options={[
              { value: 'yes', label: say('The place and everything below it') },
              { value: 'no', label: say('The place alone') },
            ]}
            value={values.below}
            error={errors.below}
          />
          {choices.as.length > 1 ? (
            <Select
              name="as"
              label={say('In which standing')}
              options={choices.as.map((as) => ({ value: as, label: say.again(asWords[as]) }))}
              value={values.as}
              error={errors.as}
            />
          ) : (
            <p class="small muted">{choices.as[0] ? `${say.again(asWords[choices.as[0]])}.` : null}</p>
          )}
          <Input
            type="date"
            name="until"
            label={say('Last day')}
            hint={say('Leave it empty for no end.')}
            value={values.until}
            error={errors.until}
          />
          <Input name="reason" label={say('Reason')} value={values.reason} error={errors.reason} maxlength={500} />
          <div>
            <Button kind="primary">{say('Give the right')}</Button>
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

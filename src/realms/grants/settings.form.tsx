import type { FormState } from '../../platform/http/form.ts'
import { said } from '../../platform/languages/languages.ts'
import { ActionButton, Button } from '../../ui/button.tsx'
import { ErrorSummary, Input, Select, Textarea } from '../../ui/field.tsx'
import { Card } from '../../ui/surface.tsx'
import { useWords } from '../../ui/words.tsx'
import { type RightsSpace, type listAbove, narrowerAccess, type settingsOf } from '../spaces/spaces.ts'
import { accessWords } from '../spaces/spaces.parts.tsx'

export interface SettingsParts {
  readonly space: RightsSpace
  readonly above: Awaited<ReturnType<typeof listAbove>>
  readonly below: readonly RightsSpace[]
  readonly settings: Awaited<ReturnType<typeof settingsOf>>
  readonly parents: readonly RightsSpace[]
  readonly path: string
  readonly form: FormState
}

const stopLabels = {
  manager: said('Stop what flows in, except rules of the administration'),
  administrator: said('Stop everything: only rules of the administration count here and below'),
}

/** Stops, the place in the tree, the words of the space: each only for who may change it. */
export function SettingsForms(props: SettingsParts) {
  const { settings } = props
  const mayStop = settings.stop.length > 0 || settings.lift.allowed
  if (!mayStop && !settings.move.allowed && !settings.keep.allowed) return null
  return (
    <>
      {mayStop ? <Stops {...props} /> : null}
      {settings.move.allowed ? <Move {...props} /> : null}
      {settings.keep.allowed ? <Keep {...props} /> : null}
    </>
  )
}

function Stops({ settings, path, form }: SettingsParts) {
  const say = useWords()
  return (
    <Card title={say('Stops | of rights that flow')} id="stop">
      <ErrorSummary id="stop-errors" title={say('The stop was not changed')} errors={{ stop: form.errors.stop }} />
      <div class="stack-s">
        {settings.stop.map((as) => (
          <div>
            <ActionButton action={`${path}/stop`} fields={{ as }}>
              {say.again(stopLabels[as])}
            </ActionButton>
          </div>
        ))}
        {settings.lift.allowed ? (
          <div>
            <ActionButton action={`${path}/stop`} fields={{ as: '' }}>
              {say('Lift the stop')}
            </ActionButton>
          </div>
        ) : null}
      </div>
    </Card>
  )
}

function Move({ space, parents, above, path, form }: SettingsParts) {
  const say = useWords()
  const current = above[0]
  return (
    <Card title={say('Place in the tree of spaces')} id="place">
      <ErrorSummary id="move-errors" title={say('The space was not moved')} errors={{ parent: form.errors.parent }} />
      <form method="post" action={`${path}/move`} class="stack form-column">
        <Select
          name="parent"
          label={say('Stands under')}
          hint={say('Rights that are given above flow down to it.')}
          options={[
            { value: '', label: say('No other space') },
            ...(current ? [{ value: String(current.id), label: current.title ?? say('As it stands now') }] : []),
            ...parents.map((one) => ({ value: String(one.id), label: one.title })),
          ]}
          value={form.values.parent ?? (space.parentId === null ? '' : String(space.parentId))}
          error={form.errors.parent}
        />
        <div>
          <Button>{say('Move it there')}</Button>
        </div>
      </form>
    </Card>
  )
}

function Keep({ space, path, form }: SettingsParts) {
  const say = useWords()
  const { values, errors } = form
  const narrower = narrowerAccess[space.access]
  return (
    <Card title={say('The space itself')} id="space">
      <ErrorSummary
        id="space-errors"
        title={say('Nothing was changed yet')}
        errors={{ title: errors.title, description: errors.description, access: errors.access }}
      />
      <form method="post" action={`${path}/words`} class="stack form-column">
        <Input name="title" label={say('Name')} value={values.title ?? space.title} error={errors.title} required />
        <Textarea
          name="description"
          label={say('What it is for')}
          value={values.description ?? space.description}
          error={errors.description}
        />
        <div>
          <Button>{say('Save name and purpose')}</Button>
        </div>
      </form>
      {narrower ? (
        <form method="post" action={`${path}/narrow`} class="stack-s" id="access">
          <p>
            {say('Read by {readers}. This can be narrowed, and not widened again: more people come in by a right.', {
              readers: say.again(accessWords[space.access]),
            })}
          </p>
          <input type="hidden" name="access" value={narrower} />
          <div>
            <Button>{say('Narrow it to {readers}', { readers: say.again(accessWords[narrower]) })}</Button>
          </div>
        </form>
      ) : null}
      <div class="row">
        {space.archivedAt ? (
          <ActionButton action={`${path}/reopen`}>{say('Open the space again')}</ActionButton>
        ) : (
          <ActionButton action={`${path}/archive`}>{say('Close the space')}</ActionButton>
        )}
      </div>
    </Card>
  )
}

import { timeZones } from '../../people/accounts/accounts.ts'
import type { FormState } from '../../platform/http/form.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorSummary, Input, Select, Textarea } from '../../ui/field.tsx'
import { Crumbs, PageHead } from '../../ui/page.tsx'
import { Empty } from '../../ui/surface.tsx'
import { useWords } from '../../ui/words.tsx'
import { realmNames } from '../../realms/spaces/spaces.parts.tsx'
import type { Space } from '../../realms/spaces/spaces.ts'

/** Starting a session, or changing one that has not opened: everything that is read beforehand. */
export function StartPage(props: {
  action: string
  /** Where it can be started; none when a session is changed, which stays where it is. */
  spaces: readonly Space[] | undefined
  form: FormState
}) {
  const say = useWords()
  const { values, errors } = props.form
  const { spaces } = props
  const isNew = spaces !== undefined
  return (
    <>
      <PageHead
        title={isNew ? say('Start a storm session') : say('Change the session')}
        intro={say(
          'Everybody who reads the space sees question, hours, rules and judges at once. From the opening on they stay as they are.',
        )}
        crumbs={<Crumbs label={say('You are here')} crumbs={[{ label: say('Storm sessions'), href: '/storms' }]} />}
      />
      {spaces && spaces.length === 0 ? (
        <Empty title={say('No space in which you can start one')} realm="inside">
          <p>{say('Sessions are started by those who look after a space, outside by an official voice.')}</p>
        </Empty>
      ) : (
        <form method="post" action={props.action} class="stack form-column">
          <ErrorSummary title={isNew ? say('It was not started') : say('It was not changed')} errors={errors} />
          {spaces ? (
            <Select
              name="space"
              label={say('Where')}
              hint={say('Those who read this space read the session; those who write there take part.')}
              value={values.space}
              error={errors.space}
              options={spaces.map((space) => ({
                value: String(space.id),
                label: `${space.title} (${say.again(realmNames[space.realm])})`,
              }))}
            />
          ) : null}
          <Input
            name="question"
            label={say('The question')}
            maxlength={200}
            required
            value={values.question}
            error={errors.question}
          />
          <Textarea name="body" label={say('What should be known about it')} value={values.body} error={errors.body} />
          <Textarea
            name="rules"
            label={say('Rules')}
            hint={say('By what you choose, and what becomes of the chosen ideas.')}
            required
            value={values.rules}
            error={errors.rules}
          />
          <Textarea
            name="judges"
            label={say('Judges')}
            hint={say('Full names as in their profiles, one a line. They neither submit nor vote.')}
            required
            value={values.judges}
            error={errors.judges}
          />
          <Select
            name="zone"
            label={say('Time zone of the two times below')}
            value={values.zone}
            error={errors.zone}
            options={timeZones.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))}
          />
          <Input
            type="datetime-local"
            name="opens"
            label={say('Opens')}
            required
            value={values.opens}
            error={errors.opens}
          />
          <Input
            type="datetime-local"
            name="closes"
            label={say('Closes')}
            hint={say('From then on no vote counts. Every reader sees both times on their own clock.')}
            required
            value={values.closes}
            error={errors.closes}
          />
          <p>
            <Button kind="primary">{isNew ? say('Start this session') : say('Keep the changes')}</Button>
          </p>
        </form>
      )}
    </>
  )
}

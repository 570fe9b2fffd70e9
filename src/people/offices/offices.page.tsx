import type { FormState } from '../../platform/http/form.ts'
import { ActionButton, Button, LinkButton } from '../../ui/button.tsx'
import { ErrorSummary, Input, Select } from '../../ui/field.tsx'
import { PageHead } from '../../ui/page.tsx'
import { Card } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { useWords } from '../../ui/words.tsx'
import { type HeldOffice, officeNames, officeWords } from './offices.ts'

/** Who holds which office; the owner gives and ends them here. */
export function OfficesPage(props: {
  held: readonly HeldOffice[]
  mayGive: boolean
  /** For those who may see who looks after both sides. */
  bothSides: { toDecide: number } | undefined
  now: Date
  form: FormState
}) {
  const say = useWords()
  const { values, errors } = props.form
  return (
    <>
      <PageHead
        title={say('Offices')}
        intro={say('What somebody may do beyond their place. The two sides are looked after by two people.')}
        actions={
          props.bothSides ? (
            <LinkButton href="/inside/people/offices/both-sides" icon="shield-check">
              {props.bothSides.toDecide > 0
                ? say('Both sides, {count} to decide', { count: props.bothSides.toDecide })
                : say('Both sides')}
            </LinkButton>
          ) : undefined
        }
      />
      <div class="stack">
        <Table
          caption={say('Who holds which office')}
          columns={[
            { label: say('Office') },
            { label: say('Held by') },
            { label: say('Since') },
            ...(props.mayGive ? [{ label: say('End') }] : []),
          ]}
          rows={props.held.map((one) => [
            <>
              {say.again(officeWords[one.office].name)}
              <br />
              <span class="small muted">{say.again(officeWords[one.office].does)}</span>
            </>,
            <a dir="auto" href={`/people/${one.accountId}`}>
              {one.displayName}
            </a>,
            <Time at={one.givenAt} now={props.now} />,
            ...(props.mayGive
              ? [
                  <ActionButton
                    action="/inside/people/offices/end"
                    fields={{ account: String(one.accountId), office: one.office }}
                    size="s"
                    label={say('End the office {office} of {name}', {
                      office: say.again(officeWords[one.office].name),
                      name: one.displayName,
                    })}
                  >
                    {say('End')}
                  </ActionButton>,
                ]
              : []),
          ])}
        />
        {props.mayGive ? (
          <Card title={say('Give an office')}>
            <ErrorSummary title={say('No office is given yet')} errors={errors} />
            <form method="post" action="/inside/people/offices" class="stack">
              <Input
                name="email"
                type="email"
                label={say('Work address of the colleague')}
                required
                value={values.email}
                error={errors.email ?? errors.account}
              />
              <Select
                name="office"
                label={say('Office')}
                options={officeNames.map((office) => ({
                  value: office,
                  label: say('{office}: {does} | an office and what its holder does', {
                    office: say.again(officeWords[office].name),
                    does: say.again(officeWords[office].does),
                  }),
                }))}
                value={values.office}
                error={errors.office}
              />
              <div>
                <Button kind="primary">{say('Give the office')}</Button>
              </div>
            </form>
          </Card>
        ) : null}
      </div>
    </>
  )
}

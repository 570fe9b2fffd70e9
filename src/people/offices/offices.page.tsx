import type { FormState } from '../../platform/http/form.ts'
import { ActionButton, Button, LinkButton } from '../../ui/button.tsx'
import { ErrorSummary, Input, Select } from '../../ui/field.tsx'
import { PageHead } from '../../ui/page.tsx'
import { Card } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
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
  const { values, errors } = props.form
  return (
    <>
      <PageHead
        title="Offices"
        intro="What somebody may do beyond their place. The two sides are looked after by two people."
        actions={
          props.bothSides ? (
            <LinkButton href="/inside/people/offices/both-sides" icon="shield-check">
              Both sides{props.bothSides.toDecide > 0 ? `, ${props.bothSides.toDecide} to decide` : ''}
            </LinkButton>
          ) : undefined
        }
      />
      <div class="stack">
        <Table
          caption="Who holds which office"
          columns={[
            { label: 'Office' },
            { label: 'Held by' },
            { label: 'Since' },
            ...(props.mayGive ? [{ label: 'End' }] : []),
          ]}
          rows={props.held.map((one) => [
            <>
              {officeWords[one.office].name}
              <br />
              <span class="small muted">{officeWords[one.office].does}</span>
            </>,
            <a href={`/people/${one.accountId}`}>{one.displayName}</a>,
            <Time at={one.givenAt} now={props.now} />,
            ...(props.mayGive
              ? [
                  <ActionButton
                    action="/inside/people/offices/end"
                    fields={{ account: String(one.accountId), office: one.office }}
                    size="s"
                    label={`End the office ${officeWords[one.office].name} of ${one.displayName}`}
                  >
                    End
                  </ActionButton>,
                ]
              : []),
          ])}
        />
        {props.mayGive ? (
          <Card title="Give an office">
            <ErrorSummary title="No office is given yet" errors={errors} />
            <form method="post" action="/inside/people/offices" class="stack">
              <Input
                name="email"
                type="email"
                label="Work address of the colleague"
                required
                value={values.email}
                error={errors.email ?? errors.account}
              />
              <Select
                name="office"
                label="Office"
                options={officeNames.map((office) => ({
                  value: office,
                  label: `${officeWords[office].name}: ${officeWords[office].does}`,
                }))}
                value={values.office}
                error={errors.office}
              />
              <div>
                <Button kind="primary">Give the office</Button>
              </div>
            </form>
          </Card>
        ) : null}
      </div>
    </>
  )
}

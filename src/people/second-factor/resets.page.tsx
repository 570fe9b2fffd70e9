import type { FormState } from '../../platform/http/form.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorSummary, Input, Textarea } from '../../ui/field.tsx'
import { PageHead } from '../../ui/page.tsx'
import { Card, Notebox } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { type listResets, waitingDays } from './second-factor.ts'

/** Lost second factors, for those who look after a side. */
export function ResetsPage(props: {
  resets: Awaited<ReturnType<typeof listResets>>
  asked: boolean
  clock: { now: Date; timeZone: string | undefined }
  form: FormState
}) {
  const { resets, form, clock } = props
  return (
    <>
      <PageHead
        title="Lost second factors"
        intro={`Somebody lost the app and all recovery codes? It is taken away after ${waitingDays} days, unless they say no.`}
      />
      <div class="stack">
        {props.asked ? (
          <Notebox tone="ok" icon="check-circle" role="status">
            Asked for. A mail about it is on its way to the address of the account.
          </Notebox>
        ) : null}
        <ErrorSummary title="Nothing was asked for yet" errors={form.errors} />
        <Card title="What waits">
          {resets.length === 0 ? (
            <p class="muted">Nothing.</p>
          ) : (
            <Table
              caption="Resets that wait"
              columns={[{ label: 'Who' }, { label: 'Side' }, { label: 'Why' }, { label: 'Taken away' }]}
              rows={resets.map((reset) => [
                reset.displayName,
                { inside: 'Inside', outside: 'Outside', bridge: 'Bridge' }[reset.realm],
                reset.reason,
                <Time at={reset.dueAt} {...clock} form="long" />,
              ])}
            />
          )}
        </Card>
        <form method="post" action="/inside/settings/sign-in/resets" class="stack">
          <Input
            name="person"
            label="Address of the profile"
            placeholder="/people/12-ines"
            required
            maxlength={300}
            value={form.values.person}
            error={form.errors.person}
          />
          <Textarea
            name="reason"
            label="How you know that it is them"
            rows={3}
            hint="A mail alone proves nothing: whoever took the mailbox would write one. Kept with the reset."
            value={form.values.reason}
            error={form.errors.reason}
          />
          <div>
            <Button kind="primary">Take the second factor away in {waitingDays} days</Button>
          </div>
        </form>
      </div>
    </>
  )
}

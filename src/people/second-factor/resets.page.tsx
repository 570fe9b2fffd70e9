import type { FormState } from '../../platform/http/form.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorSummary, Input, Textarea } from '../../ui/field.tsx'
import { PageHead } from '../../ui/page.tsx'
import { Card, Notebox } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { useWords } from '../../ui/words.tsx'
import { type listResets, waitingDays } from './second-factor.ts'

/** Lost second factors, for those who look after a side. */
export function ResetsPage(props: {
  resets: Awaited<ReturnType<typeof listResets>>
  asked: boolean
  clock: { now: Date; timeZone: string | undefined }
  form: FormState
}) {
  const say = useWords()
  const { resets, form, clock } = props
  const sides = { inside: say('Inside'), outside: say('Outside'), bridge: say('Bridge') }
  return (
    <>
      <PageHead
        title={say('Lost second factors')}
        intro={say(
          'Somebody lost the app and all recovery codes? It is taken away after {count} days, unless they say no.',
          { count: waitingDays },
        )}
      />
      <div class="stack">
        {props.asked ? (
          <Notebox tone="ok" icon="check-circle" role="status">
            {say('Asked for. A mail about it is on its way to the address of the account.')}
          </Notebox>
        ) : null}
        <ErrorSummary title={say('Nothing was asked for yet')} errors={form.errors} />
        <Card title={say('What waits')}>
          {resets.length === 0 ? (
            <p class="muted">{say('Nothing.')}</p>
          ) : (
            <Table
              caption={say('Resets that wait')}
              columns={[
                { label: say('Who') },
                { label: say('Side') },
                { label: say('Why') },
                { label: say('Taken away') },
              ]}
              rows={resets.map((reset) => [
                <bdi>{reset.displayName}</bdi>,
                sides[reset.realm],
                <bdi>{reset.reason}</bdi>,
                <Time at={reset.dueAt} {...clock} form="long" />,
              ])}
            />
          )}
        </Card>
        <form method="post" action="/inside/settings/sign-in/resets" class="stack">
          <Input
            name="person"
            label={say('Address of the profile')}
            placeholder="/people/12-ines"
            required
            maxlength={300}
            value={form.values.person}
            error={form.errors.person}
          />
          <Textarea
            name="reason"
            label={say('How you know that it is them')}
            rows={3}
            hint={say('A mail alone proves nothing: whoever took the mailbox would write one. Kept with the reset.')}
            value={form.values.reason}
            error={form.errors.reason}
          />
          <div>
            <Button kind="primary">{say('Take the second factor away in {count} days', { count: waitingDays })}</Button>
          </div>
        </form>
      </div>
    </>
  )
}

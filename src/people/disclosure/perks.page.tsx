import type { FormState } from '../../platform/http/form.ts'
import type { PageOf } from '../../platform/cursor.ts'
import { ActionButton, Button } from '../../ui/button.tsx'
import { ErrorSummary, Input } from '../../ui/field.tsx'
import { PageHead, Pages } from '../../ui/page.tsx'
import { Card, Empty } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { personPath } from '../accounts/accounts.ts'
import type { PerkRow } from './disclosure.ts'

/** What members receive from the company; whoever looks after the outside records it here. */
export function PerksPage(props: { page: PageOf<PerkRow>; later: boolean; mayRecord: boolean; form: FormState }) {
  const { page, form } = props
  return (
    <>
      <PageHead
        title="Perks of members"
        intro="What the company gives to members outside. It is told by itself at everything that they write, and for a year after."
      />
      <div class="stack">
        {page.items.length === 0 ? (
          <Empty title="No member receives anything" realm="inside" />
        ) : (
          <Table
            caption="What members receive"
            columns={[
              { label: 'Member' },
              { label: 'What' },
              { label: 'From' },
              { label: 'Until' },
              ...(props.mayRecord ? [{ label: 'Change' }] : []),
            ]}
            rows={page.items.map((perk) => [
              <a href={personPath({ id: perk.accountId, handle: perk.handle })}>{perk.displayName}</a>,
              perk.what,
              perk.fromOn,
              perk.toOn ?? 'goes on',
              ...(props.mayRecord ? [<PerkActions perk={perk} />] : []),
            ])}
          />
        )}
        <Pages
          label="More perks"
          {...(props.later && { newer: { href: '/inside/perks', label: 'Newest' } })}
          {...(page.next && { older: { href: `/inside/perks?after=${page.next}`, label: 'Earlier' } })}
        />
        {props.mayRecord ? <RecordPerk form={form} /> : null}
      </div>
    </>
  )
}

function PerkActions(props: { perk: PerkRow }) {
  const { perk } = props
  const of = `of ${perk.displayName}: ${perk.what}`
  return (
    <span class="row tight">
      {perk.toOn === null ? (
        <ActionButton action={`/inside/perks/${perk.id}/end`} size="s" label={`End today the perk ${of}`}>
          End today
        </ActionButton>
      ) : null}
      <ActionButton
        action={`/inside/perks/${perk.id}/withdraw`}
        size="s"
        kind="quiet"
        label={`Take back as recorded by mistake the perk ${of}`}
      >
        Was a mistake
      </ActionButton>
    </span>
  )
}

function RecordPerk(props: { form: FormState }) {
  const { values, errors } = props.form
  return (
    <Card title="Record what a member receives">
      <ErrorSummary title="Nothing is recorded yet" errors={errors} />
      <form method="post" action="/inside/perks" class="stack">
        <Input
          name="account"
          label="Number of the member"
          hint="It stands in the address of their profile: 12 in /people/12-ines."
          inputMode="numeric"
          required
          value={values.account}
          error={errors.account}
        />
        <Input
          name="what"
          label="What they receive"
          hint="As readers will see it, such as: a test bike for the winter"
          required
          maxLength={200}
          value={values.what}
          error={errors.what}
        />
        <Input
          name="from-on"
          type="date"
          label="From"
          hint="Today unless told"
          value={values['from-on']}
          error={errors['from-on']}
        />
        <Input
          name="to-on"
          type="date"
          label="Last day"
          hint="Empty when it goes on"
          value={values['to-on']}
          error={errors['to-on']}
        />
        <div>
          <Button kind="primary">Record and show it outside</Button>
        </div>
      </form>
    </Card>
  )
}

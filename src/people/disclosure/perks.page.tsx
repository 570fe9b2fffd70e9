import type { FormState } from '../../platform/http/form.ts'
import type { PageOf } from '../../platform/cursor.ts'
import { ActionButton, Button } from '../../ui/button.tsx'
import { ErrorSummary, Input } from '../../ui/field.tsx'
import { PageHead, Pages } from '../../ui/page.tsx'
import { Card, Empty } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { useWords } from '../../ui/words.tsx'
import { personPath } from '../accounts/accounts.ts'
import type { PerkRow } from './disclosure.ts'

/** What members receive from the company; whoever looks after the outside records it here. */
export function PerksPage(props: { page: PageOf<PerkRow>; later: boolean; mayRecord: boolean; form: FormState }) {
  const say = useWords()
  const { page, form } = props
  return (
    <>
      <PageHead
        title={say('Perks of members')}
        intro={say(
          'What the company gives to members outside. It is told by itself at everything that they write, and for a year after.',
        )}
      />
      <div class="stack">
        {page.items.length === 0 ? (
          <Empty title={say('No member receives anything')} realm="inside" />
        ) : (
          <Table
            caption={say('What members receive')}
            columns={[
              { label: say('Member') },
              { label: say('What') },
              { label: say('From') },
              { label: say('Until') },
              ...(props.mayRecord ? [{ label: say('Change') }] : []),
            ]}
            rows={page.items.map((perk) => [
              <a href={personPath({ id: perk.accountId, handle: perk.handle })}>
                <bdi>{perk.displayName}</bdi>
              </a>,
              <bdi>{perk.what}</bdi>,
              perk.fromOn,
              perk.toOn ?? say('goes on'),
              ...(props.mayRecord ? [<PerkActions perk={perk} />] : []),
            ])}
          />
        )}
        <Pages
          label={say('More perks')}
          {...(props.later && { newer: { href: '/inside/perks', label: say('Newest') } })}
          {...(page.next && { older: { href: `/inside/perks?after=${page.next}`, label: say('Earlier') } })}
        />
        {props.mayRecord ? <RecordPerk form={form} /> : null}
      </div>
    </>
  )
}

function PerkActions(props: { perk: PerkRow }) {
  const say = useWords()
  const { perk } = props
  const named = { name: perk.displayName, what: perk.what }
  return (
    <span class="row tight">
      {perk.toOn === null ? (
        <ActionButton
          action={`/inside/perks/${perk.id}/end`}
          size="s"
          label={say('End today the perk of {name}: {what}', named)}
        >
          {say('End today')}
        </ActionButton>
      ) : null}
      <ActionButton
        action={`/inside/perks/${perk.id}/withdraw`}
        size="s"
        kind="quiet"
        label={say('Take back as recorded by mistake the perk of {name}: {what}', named)}
      >
        {say('Was a mistake')}
      </ActionButton>
    </span>
  )
}

function RecordPerk(props: { form: FormState }) {
  const say = useWords()
  const { values, errors } = props.form
  return (
    <Card title={say('Record what a member receives')}>
      <ErrorSummary title={say('Nothing is recorded yet')} errors={errors} />
      <form method="post" action="/inside/perks" class="stack">
        <Input
          name="account"
          label={say('Number of the member')}
          hint={say('It stands in the address of their profile: 12 in /people/12-ines.')}
          inputMode="numeric"
          required
          value={values.account}
          error={errors.account}
        />
        <Input
          name="what"
          label={say('What they receive')}
          hint={say('As readers will see it, such as: a test bike for the winter')}
          required
          maxLength={200}
          value={values.what}
          error={errors.what}
        />
        <Input
          name="from-on"
          type="date"
          label={say('From')}
          hint={say('Today unless told')}
          value={values['from-on']}
          error={errors['from-on']}
        />
        <Input
          name="to-on"
          type="date"
          label={say('Last day')}
          hint={say('Empty when it goes on')}
          value={values['to-on']}
          error={errors['to-on']}
        />
        <div>
          <Button kind="primary">{say('Record and show it outside')}</Button>
        </div>
      </form>
    </Card>
  )
}

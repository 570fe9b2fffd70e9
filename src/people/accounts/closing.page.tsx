import type { FormState } from '../../platform/http/form.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { ErrorSummary, Input } from '../../ui/field.tsx'
import { Crumbs, PageHead } from '../../ui/page.tsx'
import { Card } from '../../ui/surface.tsx'
import { useWords } from '../../ui/words.tsx'
import { type PersonCard, personPath } from './accounts.ts'

/** Asks once more before an account is closed, and says what follows. */
export function ClosingPage(props: {
  person: PersonCard
  answering: readonly { guestName: string }[]
  form: FormState
}) {
  const say = useWords()
  const { person, answering } = props
  const { values, errors } = props.form
  const guests = [...new Set(answering.map((one) => one.guestName))]
  return (
    <>
      <PageHead
        title={say('Close the account of {name}', { name: person.displayName })}
        intro={say('For somebody who has left. It cannot be undone; whoever comes back is invited anew.')}
        crumbs={
          <Crumbs
            label={say('You are here')}
            crumbs={[
              { label: say('People'), href: '/inside/people' },
              { label: person.displayName, href: personPath(person) },
            ]}
          />
        }
      />
      <ErrorSummary title={say('The account is still open')} errors={errors} />
      <div class="stack">
        <Card title={say('What happens')}>
          <ul>
            <li>{say('They are signed out everywhere and cannot sign in again.')}</li>
            <li>{say('Their offices end. What they wrote stays, in their name.')}</li>
            {person.realm === 'inside' ? <li>{say('The invitations that they sent stop working.')}</li> : null}
            {guests.length > 0 ? (
              <li>
                {say(
                  'Nobody answers any more for {guests}. They read nothing until a colleague in the room takes over; the colleagues there are told.',
                  { guests: guests.join(', ') },
                )}
              </li>
            ) : null}
          </ul>
        </Card>
        <form method="post" action={`/inside/people/${person.id}/close`} class="stack form-column">
          <Input
            name="reason"
            label={say('Why')}
            hint={say('It stays with the account, for those who look after the inside.')}
            required
            maxlength={500}
            value={values.reason}
            error={errors.reason}
          />
          <div class="row">
            <Button kind="danger">{say('Close the account')}</Button>
            <LinkButton href={personPath(person)} kind="quiet">
              {say('Leave it open')}
            </LinkButton>
          </div>
        </form>
      </div>
    </>
  )
}

import type { FormState } from '../../platform/http/form.ts'
import { Button } from '../../ui/button.tsx'
import { Input } from '../../ui/field.tsx'
import { useWords } from '../../ui/words.tsx'
import { shortestPassword } from '../accounts/accounts.ts'
import { OneDoor } from '../sign-in/sign-in.parts.tsx'

/** Accepting an invitation: name and password, or nothing but a button for a guest who has been here before. */
export function InvitationPage(props: {
  token: string
  company: string
  invitation: {
    realm: 'inside' | 'bridge'
    email: string
    displayName: string
    organisation: string | null
    spaceTitle: string | null
    inviterName: string
    isKnown: boolean
  }
  form: FormState
}) {
  const say = useWords()
  const { company, invitation } = props
  const { values, errors } = props.form
  const isGuest = invitation.realm === 'bridge'
  return (
    <>
      <h1 class="vh">{say('Your invitation')}</h1>
      <OneDoor
        realm={invitation.realm}
        title={
          isGuest
            ? say('Come into {room}', { room: invitation.spaceTitle ?? '' })
            : say('Come in to {company}', { company })
        }
        intro={say('{name} invited you, at {address}.', { name: invitation.inviterName, address: invitation.email })}
        beside={isGuest ? <ForGuests company={company} organisation={invitation.organisation} /> : <ForColleagues />}
      >
        <form method="post" action={`/invitations/${props.token}`} class="stack-s">
          {invitation.isKnown ? (
            <p class="soft">
              {say('You have been here before, as a guest. The room is added to those that you know.')}
            </p>
          ) : (
            <>
              <Input
                name="displayName"
                label={say('Your name')}
                autocomplete="name"
                required
                maxlength={120}
                value={values.displayName ?? invitation.displayName}
                error={errors.displayName}
              />
              <Input
                name="password"
                type="password"
                label={say('A password')}
                autocomplete="new-password"
                required
                hint={say('{number} characters or more. A few words make a good one.', { number: shortestPassword })}
                error={errors.password}
              />
            </>
          )}
          <Button kind="primary" size="l">
            {say('Come in')}
          </Button>
        </form>
      </OneDoor>
    </>
  )
}

function ForColleagues() {
  const say = useWords()
  return (
    <>
      <h2>{say('Two sides, one wall')}</h2>
      <p class="soft">
        {say('Inside, colleagues talk among themselves. Outside, customers do, and you may answer them there.')}
      </p>
      <p class="soft">{say('Every page and every post says on which side it stands, and who can read it.')}</p>
    </>
  )
}

function ForGuests(props: { company: string; organisation: string | null }) {
  const say = useWords()
  const { company, organisation } = props
  return (
    <>
      <h2>{say('A room between two houses')}</h2>
      <p class="soft">
        {organisation
          ? say(
              'You see this room and who is in it; the people of {company} in it see you, with {organisation} beside your name.',
              { company, organisation },
            )
          : say('You see this room and who is in it; the people of {company} in it see you.', { company })}
      </p>
      <p class="soft">
        {say('Nothing else of {company} opens to you, and the room opens to nobody who was not invited.', { company })}
      </p>
    </>
  )
}

import type { FormState } from '../../platform/http/form.ts'
import { Button } from '../../ui/button.tsx'
import { Input } from '../../ui/field.tsx'
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
  const { company, invitation } = props
  const { values, errors } = props.form
  const isGuest = invitation.realm === 'bridge'
  return (
    <>
      <h1 class="vh">Your invitation</h1>
      <OneDoor
        realm={invitation.realm}
        title={isGuest ? `Come into ${invitation.spaceTitle}` : `Come in to ${company}`}
        intro={`${invitation.inviterName} invited you, at ${invitation.email}.`}
        beside={isGuest ? <ForGuests company={company} organisation={invitation.organisation} /> : <ForColleagues />}
      >
        <form method="post" action={`/invitations/${props.token}`} class="stack-s">
          {invitation.isKnown ? (
            <p class="soft">You have been here before, as a guest. The room is added to those that you know.</p>
          ) : (
            <>
              <Input
                name="displayName"
                label="Your name"
                autocomplete="name"
                required
                maxlength={120}
                value={values.displayName ?? invitation.displayName}
                error={errors.displayName}
              />
              <Input
                name="password"
                type="password"
                label="A password"
                autocomplete="new-password"
                required
                hint="10 characters or more. A few words make a good one."
                error={errors.password}
              />
            </>
          )}
          <Button kind="primary" size="l">
            Come in
          </Button>
        </form>
      </OneDoor>
    </>
  )
}

function ForColleagues() {
  return (
    <>
      <h2>Two sides, one wall</h2>
      <p class="soft">
        Inside, colleagues talk among themselves. Outside, customers do, and you may answer them there.
      </p>
      <p class="soft">Every page and every post says on which side it stands, and who can read it.</p>
    </>
  )
}

function ForGuests(props: { company: string; organisation: string | null }) {
  return (
    <>
      <h2>A room between two houses</h2>
      <p class="soft">
        You see this room and who is in it; the people of {props.company} in it see you
        {props.organisation ? `, with ${props.organisation} beside your name` : ''}.
      </p>
      <p class="soft">
        Nothing else of {props.company} opens to you, and the room opens to nobody who was not invited.
      </p>
    </>
  )
}

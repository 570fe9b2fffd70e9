import type { Realm } from '../../platform/context.ts'
import type { FormState } from '../../platform/http/form.ts'
import { Button } from '../../ui/button.tsx'
import { Input } from '../../ui/field.tsx'
import { useWords } from '../../ui/words.tsx'
import { OneDoor } from './sign-in.parts.tsx'

/** Where the code from the mail is typed. Says the same whether there is an account or not. */
export function CodePage(props: {
  ticket: string
  realm: Realm
  purpose: 'sign-in' | 'sign-up'
  next: string | undefined
  form: FormState
}) {
  const say = useWords()
  const joining = props.purpose === 'sign-up'
  return (
    <>
      <h1 class="vh">{say('Type the code')}</h1>
      <OneDoor
        realm={props.realm}
        title={say('Type the code')}
        intro={
          joining
            ? say('We sent it to the address that you gave. It shows that the address is yours.')
            : say('If the address has an account at this door, a code is on its way to it.')
        }
        beside={
          <>
            <h2>{say('No mail?')}</h2>
            <p class="soft">{say('It takes a minute at most. Look among the unwanted mail too.')}</p>
            <p class="soft">{say('A code works for 10 minutes, once, in this browser, and for five tries.')}</p>
            <p>
              <a href={joining ? '/sign-up' : '/sign-in'}>{say('Ask for another code')}</a>
            </p>
          </>
        }
      >
        <form method="post" action={`/sign-in/code/${props.ticket}`} class="stack-s">
          {props.next === undefined ? null : <input type="hidden" name="next" value={props.next} />}
          <Input
            name="code"
            label={say('Code, 8 digits')}
            inputmode="numeric"
            autocomplete="one-time-code"
            maxlength={12}
            required
            autofocus
            error={props.form.errors.code}
          />
          <Button kind="primary" size="l">
            {joining ? say('Make my account') : say('Sign in')}
          </Button>
        </form>
      </OneDoor>
    </>
  )
}

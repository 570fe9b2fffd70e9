import type { FormState } from '../../platform/http/form.ts'
import { Button } from '../../ui/button.tsx'
import { Input } from '../../ui/field.tsx'
import { linkTo, useWords } from '../../ui/words.tsx'
import { query } from './sign-in.page.tsx'
import { OneDoor } from './sign-in.parts.tsx'

/** Becoming a member outside: a name, an address, and a code that shows that it is one's own. */
export function SignUpPage(props: { company: string; next: string | undefined; form: FormState }) {
  const say = useWords()
  const { values, errors } = props.form
  return (
    <>
      <h1 class="vh">{say('Join')}</h1>
      <OneDoor
        realm="outside"
        title={say('Join')}
        intro={say('To ask, answer and vote. Reading needs no account.')}
        beside={
          <>
            <h2>{say('What others see')}</h2>
            <p class="soft">
              {say('The name that you choose, and what you write. It need not be the name in your passport.')}
            </p>
            <p class="soft">
              {say('Your address is for signing in and for news that you asked for. Nobody else gets to see it.')}
            </p>
            <p>
              {say.with('You have an account? <a>Sign in</a>', {
                a: linkTo(`/sign-in${query({ next: props.next })}`),
              })}
            </p>
            <p class="small muted">
              {say('Who works at {company} joins by an invitation, at the other door.', { company: props.company })}
            </p>
          </>
        }
      >
        <form method="post" action="/sign-up" class="stack-s">
          {props.next === undefined ? null : <input type="hidden" name="next" value={props.next} />}
          <Input
            name="displayName"
            label={say('Name that others see')}
            autocomplete="name"
            required
            maxlength={120}
            value={values.displayName}
            error={errors.displayName}
          />
          <Input
            name="email"
            type="email"
            label={say('Mail address')}
            autocomplete="username"
            required
            value={values.email}
            error={errors.email}
          />
          <Input
            name="password"
            type="password"
            label={say('Password, if you want one')}
            autocomplete="new-password"
            hint={say('Left empty, a code is mailed to you each time.')}
            error={errors.password}
          />
          <Button kind="primary" size="l">
            {say('Send me a code')}
          </Button>
        </form>
      </OneDoor>
    </>
  )
}

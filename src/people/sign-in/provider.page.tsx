import type { FormState } from '../../platform/http/form.ts'
import type { Said } from '../../platform/languages/languages.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { Input } from '../../ui/field.tsx'
import { useWords } from '../../ui/words.tsx'
import type { DoorProvider, FoundPerson } from '../identity-providers/identity-providers.ts'
import { ProviderLink, query } from './sign-in.page.tsx'
import { OneDoor } from './sign-in.parts.tsx'

/** Where an address of the company leads to its own provider. */
export function LeadToProviderPage(props: { company: string; provider: DoorProvider; next: string | undefined }) {
  const say = useWords()
  return (
    <>
      <h1 class="vh">{say('Sign in')}</h1>
      <OneDoor
        realm="inside"
        title={say('{company} signs in with {provider}', { company: props.company, provider: props.provider.label })}
        intro={say('You are led there. If nothing happens, go on yourself.')}
        beside={
          <>
            <h2>{say('Why there?')}</h2>
            <p class="soft">
              {say('Your company chose it for its addresses. Your password stays there; we never see it.')}
            </p>
            <p>
              <a href={`/sign-in${query({ with: 'work', next: props.next })}`}>{say('Another way in')}</a>
            </p>
          </>
        }
      >
        <ProviderLink provider={props.provider} realm="inside" next={props.next} first />
      </OneDoor>
    </>
  )
}

/** A return from a provider that was not believed. */
export function RefusedPage(props: { realm: 'inside' | 'outside'; because: Said }) {
  const say = useWords()
  return (
    <>
      <h1 class="vh">{say('You are not signed in')}</h1>
      <OneDoor
        realm={props.realm}
        title={say('You are not signed in')}
        intro={say.again(props.because)}
        beside={
          <>
            <h2>{say('Nothing happened to your account')}</h2>
            <p class="soft">
              {say('Each answer of a provider is checked before anybody is let in. This one did not hold.')}
            </p>
          </>
        }
      >
        <LinkButton href="/sign-in" kind="primary" size="l">
          {say('Back to the doors')}
        </LinkButton>
      </OneDoor>
    </>
  )
}

/** Somebody whom a provider knows and who has no account linked to it. */
export function FoundPage(props: { person: FoundPerson; company: string; form: FormState }) {
  const say = useWords()
  const { person, form } = props
  return (
    <>
      <h1 class="vh">{person.step === 'make' ? say('Make your account') : say('Sign in first')}</h1>
      <OneDoor
        realm={person.realm}
        title={person.step === 'make' ? say('Make your account') : say('Sign in first, then link it')}
        intro={
          person.step === 'make'
            ? say('{provider} says who you are. Nobody here has your account yet.', { provider: person.label })
            : `${say.again(person.because)} ${say('Two accounts are never joined by themselves.')}`
        }
        beside={
          <>
            <h2>{say('You have an account already?')}</h2>
            <p class="soft">
              {say('Sign in to it as you did until now. Then {provider} is linked to it, and both ways lead in.', {
                provider: person.label,
              })}
            </p>
            <p>
              <a href={signInThenLink(person)}>{say('Sign in, then link')}</a>
            </p>
          </>
        }
      >
        {person.step === 'make' ? (
          <form method="post" action={`/sign-in/found/${person.journeyId}`} class="stack-s">
            <Input
              name="displayName"
              label={say('Name that others see')}
              autocomplete="name"
              required
              maxlength={120}
              value={form.values.displayName ?? person.name ?? ''}
              error={form.errors.displayName}
              hint={say('Your address: {address}. Nobody else gets to see it.', { address: person.email ?? '' })}
            />
            <Button kind="primary" size="l">
              {say('Make my account')}
            </Button>
          </form>
        ) : (
          <>
            <LinkButton href={signInThenLink(person)} kind="primary" size="l">
              {say('Sign in, then link')}
            </LinkButton>
            {person.realm === 'outside' ? (
              <LinkButton href={`/sign-up${query({ next: linkPath(person) })}`}>
                {say('Join with a mail address')}
              </LinkButton>
            ) : null}
          </>
        )}
      </OneDoor>
    </>
  )
}

function linkPath(person: FoundPerson): string {
  return `/settings/sign-in/link/${person.journeyId}`
}

function signInThenLink(person: FoundPerson): string {
  return `/sign-in${query({ with: person.realm === 'inside' ? 'work' : undefined, next: linkPath(person) })}`
}

import { Button } from '../../ui/button.tsx'
import { Input } from '../../ui/field.tsx'
import type { IconName } from '../../ui/icons.ts'
import { useWords } from '../../ui/words.tsx'

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'tango-passkey': {
        children?: ComponentChildren
        hidden?: boolean
        'data-ask': string
        'data-act': 'make' | 'use'
        'data-offer'?: string
        'data-sorry': string
      }
    }
  }
}

/** Signing in with a passkey: shown by the script that it needs. `offer`: also in the address field of the page. */
export function UsePasskey(props: { next: string | undefined; offer?: boolean; label: string; icon: IconName }) {
  const say = useWords()
  return (
    <tango-passkey
      hidden
      data-ask="/sign-in/passkey/ask"
      data-act="use"
      data-offer={props.offer ? '' : undefined}
      data-sorry={say('No passkey was used. Try again, or take another way in.')}
    >
      <form method="post" action="/sign-in/passkey" data-turbo="false">
        <input type="hidden" name="ticket" value="" />
        <input type="hidden" name="answer" value="" />
        {props.next === undefined ? null : <input type="hidden" name="next" value={props.next} />}
        <Button icon={props.icon}>{props.label}</Button>
      </form>
      <p class="small" role="status" />
    </tango-passkey>
  )
}

/** Adding a passkey under a name. */
export function MakePasskey(props: { error: string | undefined }) {
  const say = useWords()
  return (
    <tango-passkey
      hidden
      data-ask="/settings/sign-in/passkeys/ask"
      data-act="make"
      data-sorry={say('No passkey was made. It may be on this device already.')}
    >
      <form method="post" action="/settings/sign-in/passkeys" data-turbo="false" class="stack-s">
        <input type="hidden" name="ticket" value="" />
        <input type="hidden" name="answer" value="" />
        <Input
          id="passkey-name"
          name="name"
          label={say('Name of the new passkey')}
          required
          maxlength={60}
          placeholder={say('My phone')}
          error={props.error}
        />
        <div>
          <Button icon="fingerprint">{say('Add a passkey')}</Button>
        </div>
      </form>
      <p class="small" role="status" />
    </tango-passkey>
  )
}

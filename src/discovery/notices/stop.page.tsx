import { Button } from '../../ui/button.tsx'
import { PageHead } from '../../ui/page.tsx'
import { linkTo, useWords } from '../../ui/words.tsx'
import type { MailStop } from './notices.ts'

/** Where the link at the foot of a mail leads: one press stops such mails, without signing in. */
export function StopPage(props: { kind: MailStop; token: string; isStopped: boolean }) {
  const say = useWords()
  const { isStopped } = props
  const kind = say.again(props.kind.label)
  if (isStopped) {
    return (
      <>
        <PageHead
          title={say('These mails are stopped')}
          intro={say('You get no more mails of this kind: {kind}.', { kind })}
        />
        <p>
          {say.with(
            'The notices themselves still stand on <page>your page of notices</page>. You can have the mails back in <settings>your settings</settings>.',
            { page: linkTo('/notices'), settings: linkTo('/settings/notices') },
          )}
        </p>
      </>
    )
  }
  return (
    <>
      <PageHead title={say('Stop these mails')} intro={say('Mails of this kind: {kind}.', { kind })} />
      <form method="post" action={`/notices/stop?token=${encodeURIComponent(props.token)}`} data-turbo="false">
        <p>
          <Button kind="primary">{say('Stop these mails')}</Button>
        </p>
      </form>
    </>
  )
}

import { Button } from '../../ui/button.tsx'
import { PageHead } from '../../ui/page.tsx'
import type { MailStop } from './notices.ts'

/** Where the link at the foot of a mail leads: one press stops such mails, without signing in. */
export function StopPage(props: { kind: MailStop; token: string; isStopped: boolean }) {
  const { kind, isStopped } = props
  if (isStopped) {
    return (
      <>
        <PageHead title="These mails are stopped" intro={`You get no more mails of this kind: ${kind.label}.`} />
        <p>
          The notices themselves still stand on <a href="/notices">your page of notices</a>. You can have the mails back
          in <a href="/settings/notices">your settings</a>.
        </p>
      </>
    )
  }
  return (
    <>
      <PageHead title="Stop these mails" intro={`Mails of this kind: ${kind.label}.`} />
      <form method="post" action={`/notices/stop?token=${encodeURIComponent(props.token)}`}>
        <p>
          <Button kind="primary">Stop these mails</Button>
        </p>
      </form>
    </>
  )
}

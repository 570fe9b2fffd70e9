import type { PageOf } from '../../platform/cursor.ts'
import type { FormState } from '../../platform/http/form.ts'
import { LinkButton, CrossingButton } from '../../ui/button.tsx'
import { ErrorSummary, Input } from '../../ui/field.tsx'
import { Crumbs, PageHead, Pages } from '../../ui/page.tsx'
import { Empty, Notebox } from '../../ui/surface.tsx'
import { Time } from '../../ui/time.tsx'
import { useWords } from '../../ui/words.tsx'
import type { Twin } from './twins.ts'

/** The twins that an employee may read. */
export function TwinsPage(props: { page: PageOf<Twin>; now: Date; isFirst: boolean }) {
  const say = useWords()
  const { page, now } = props
  return (
    <>
      <PageHead
        title={say('Twins')}
        intro={say(
          'One idea, two halves. Feasibility, cost and debate stay inside; stage and public reason go out, each time previewed and logged.',
        )}
        actions={
          <LinkButton href="/inside/twins/new" kind="primary">
            {say('Join two ideas')}
          </LinkButton>
        }
      />
      {page.items.length === 0 ? (
        <Empty title={say('No twin yet')} realm="inside">
          <p>
            {say('Join an idea of colleagues with the one that customers posted outside. Nobody outside learns of it.')}
          </p>
        </Empty>
      ) : (
        <ul role="list" class="links">
          {page.items.map((twin) => (
            <li>
              <a href={`/inside/twins/${twin.id}`} dir="auto">
                {twin.innerTitle}
              </a>
              <span>
                {twin.endedAt
                  ? say.with('Outside: {title}. Ended {when}', {
                      title: twin.outerTitle,
                      when: <Time at={twin.endedAt} now={now} form="long" />,
                    })
                  : say.with('Outside: {title}. Joined {when}', {
                      title: twin.outerTitle,
                      when: <Time at={twin.joinedAt} now={now} form="long" />,
                    })}
              </span>
            </li>
          ))}
        </ul>
      )}
      <Pages
        label={say('Twins')}
        newer={props.isFirst ? undefined : { href: '/inside/twins', label: say('Newest twins') }}
        older={page.next ? { href: `/inside/twins?after=${page.next}`, label: say('Older twins') } : undefined}
      />
    </>
  )
}

/** Joining two ideas: which, why, and that nothing leaves. */
export function JoinPage(props: { form: FormState }) {
  const say = useWords()
  const { values, errors } = props.form
  return (
    <>
      <PageHead
        title={say('Join two ideas')}
        intro={say(
          'The idea inside and the one outside stay where they are. From then on one page shows both to those who may read both.',
        )}
        crumbs={<Crumbs label={say('You are here')} crumbs={[{ label: say('Twins'), href: '/inside/twins' }]} />}
      />
      <form method="post" action="/inside/twins" class="stack form-column">
        <ErrorSummary title={say('They were not joined')} errors={errors} />
        <Input
          name="inner"
          label={say('The idea inside')}
          hint={say('Its address, as it stands in the bar of the browser.')}
          required
          value={values.inner}
          error={errors.inner}
        />
        <Input
          name="outer"
          label={say('The idea outside')}
          hint={say('Its address.')}
          required
          value={values.outer}
          error={errors.outer}
        />
        <Input
          name="reason"
          label={say('Why they are one')}
          hint={say('Kept with the record of the crossing.')}
          maxlength={500}
          required
          value={values.reason}
          error={errors.reason}
        />
        <Notebox icon="eye-slash">
          <p>
            {say(
              'Logged with your name. Nothing is written outside: customers see neither the inside idea nor that there is one.',
            )}
          </p>
        </Notebox>
        <p>
          <CrossingButton direction="in">{say('Join these ideas')}</CrossingButton>
        </p>
      </form>
    </>
  )
}

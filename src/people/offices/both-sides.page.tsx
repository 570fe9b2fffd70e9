import { type Said, said } from '../../platform/languages/languages.ts'
import type { FormState } from '../../platform/http/form.ts'
import { Pill } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorSummary, Input, Select } from '../../ui/field.tsx'
import { Crumbs, PageHead } from '../../ui/page.tsx'
import { Card, Notebox } from '../../ui/surface.tsx'
import { Facts, Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { useWords } from '../../ui/words.tsx'
import { type BothSidesReport, noApproverWords, stewardships } from './exceptions.ts'
import { officeWords } from './office-words.ts'
import type { Stewardship } from './offices.ts'

type Props = { readonly report: BothSidesReport; readonly now: Date; readonly form: FormState }

/** Who looks after both sides, how that came, and what waits for a second person. */
export function BothSidesPage(props: Props) {
  const say = useWords()
  const { report, now } = props
  return (
    <>
      <PageHead
        title={say('Both sides in one hand')}
        intro={say(
          'The two sides are looked after by two people. That one person does both needs somebody who asks, and somebody else who agrees.',
        )}
        crumbs={
          <Crumbs
            label={say('You are here')}
            crumbs={[{ label: say('Offices'), href: '/inside/people/offices' }, { label: say('Both sides') }]}
          />
        }
      />
      <ErrorSummary title={say('Nothing has changed yet')} errors={props.form.errors} />
      <div class="stack">
        {report.open.map((one) => (
          <OpenRequest one={one} now={now} form={props.form} />
        ))}
        <Holders holders={report.holders} now={now} />
        {report.mayAsk ? <AskCard form={props.form} /> : null}
        {report.decided.length > 0 ? <Decided decided={report.decided} now={now} /> : null}
      </div>
    </>
  )
}

function OpenRequest(props: { one: BothSidesReport['open'][number]; now: Date; form: FormState }) {
  const say = useWords()
  const { one, now } = props
  const isThis = props.form.values.exception === String(one.id)
  return (
    <Card title={say.again(questions[one.office](one.personName))}>
      <Facts
        facts={[
          { term: say('Asked by'), detail: <bdi>{one.askerName}</bdi> },
          { term: say('When'), detail: <Time at={one.askedAt} now={now} /> },
          { term: say('Why'), detail: <bdi>{one.reason}</bdi> },
          {
            term: say('Who can decide'),
            detail: one.approvers.length > 0 ? <bdi>{one.approvers.join(', ')}</bdi> : say('Nobody at the moment'),
          },
        ]}
      />
      {one.approvers.length === 0 ? <NobodyDecides one={one} /> : null}
      {one.verdict.allowed ? (
        <form method="post" action="/inside/people/offices/both-sides/decide" class="stack">
          <input type="hidden" name="exception" value={String(one.id)} />
          <Input
            id={`note-${one.id}`}
            name="note"
            label={say('Your reason')}
            hint={say('Needed when you refuse. It is kept beside the request.')}
            maxlength={500}
            value={isThis ? props.form.values.note : undefined}
            error={isThis ? props.form.errors[`note-${one.id}`] : undefined}
          />
          <div class="row">
            <Button kind="primary" name="decision" value="approve">
              {say('Agree, and give the office')}
            </Button>
            <Button name="decision" value="refuse">
              {say('Refuse')}
            </Button>
          </div>
        </form>
      ) : (
        <p class="small muted">{say.again(one.verdict.because)}</p>
      )}
    </Card>
  )
}

const questions: Readonly<Record<Stewardship, (name: string) => Said>> = {
  'inside-steward': (name) => said('May {name} be inside steward as well?', { name }),
  'outside-steward': (name) => said('May {name} be outside steward as well?', { name }),
}

function NobodyDecides(props: { one: BothSidesReport['open'][number] }) {
  const say = useWords()
  return (
    <Notebox tone="warn" icon="warning-circle">
      {say.again(noApproverWords[props.one.office])}
    </Notebox>
  )
}

function Holders(props: { holders: BothSidesReport['holders']; now: Date }) {
  const say = useWords()
  if (props.holders.length === 0)
    return (
      <Card title={say('Who looks after both sides')}>
        <p class="soft">{say('Nobody does.')}</p>
      </Card>
    )
  return (
    <Table
      caption={say('Who looks after both sides')}
      showCaption
      columns={[{ label: say('Who') }, { label: say('Since') }, { label: say('How it came') }, { label: say('Why') }]}
      rows={props.holders.map((one) => [
        <a dir="auto" href={`/people/${one.accountId}`}>
          {one.displayName}
        </a>,
        <Time at={one.givenAt} now={props.now} />,
        <Origin one={one} />,
        <bdi>{one.reason}</bdi>,
      ])}
    />
  )
}

function Origin(props: { one: BothSidesReport['holders'][number] }) {
  const say = useWords()
  const { one } = props
  if (one.origin === 'exception')
    return (
      <>
        {say('{asker} asked, {decider} agreed', { asker: one.askerName ?? '', decider: one.deciderName ?? '' })}
        {one.note ? (
          <span class="small muted">
            : <bdi>{one.note}</bdi>
          </span>
        ) : null}
      </>
    )
  return one.origin === 'before' ? (
    <Pill icon="clock" tone="warn">
      {say('From before exceptions were asked for')}
    </Pill>
  ) : (
    <Pill icon="warning-circle" tone="warn">
      {say('Set on the machine')}
    </Pill>
  )
}

function AskCard(props: { form: FormState }) {
  const say = useWords()
  const { values, errors } = props.form
  return (
    <Card title={say('Ask for an exception')}>
      <form method="post" action="/inside/people/offices/both-sides" class="stack">
        <Input
          name="email"
          type="email"
          label={say('Work address of the colleague')}
          required
          value={values.email}
          error={errors.email ?? errors.account}
        />
        <Select
          name="office"
          label={say('Office to be held as well')}
          options={stewardships.map((office) => ({ value: office, label: say.again(officeWords[office].name) }))}
          value={values.office}
          error={errors.office}
        />
        <Input
          name="reason"
          label={say('Why one person is to look after both sides')}
          required
          maxlength={500}
          value={values.reason}
          error={errors.reason}
        />
        <div>
          <Button kind="primary">{say('Ask for it')}</Button>
        </div>
      </form>
    </Card>
  )
}

function Decided(props: { decided: BothSidesReport['decided']; now: Date }) {
  const say = useWords()
  return (
    <Table
      caption={say('What was decided')}
      showCaption
      columns={[
        { label: say('Who') },
        { label: say('Asked | by whom, and when') },
        { label: say('Decided | by whom, and when') },
        { label: say('State | how a thing stands') },
      ]}
      rows={props.decided.map((one) => [
        <>
          <bdi>{one.personName}</bdi>
          <br />
          <span class="small muted">{say.again(officeWords[one.office].name)}</span>
        </>,
        <>
          <bdi>{one.askerName}</bdi>, <Time at={one.askedAt} now={props.now} />
          <br />
          <span class="small muted" dir="auto">
            {one.reason}
          </span>
        </>,
        <>
          <bdi>{one.deciderName}</bdi>, {one.decidedAt ? <Time at={one.decidedAt} now={props.now} /> : null}
          <br />
          <span class="small muted" dir="auto">
            {one.note}
          </span>
        </>,
        one.approved ? (
          one.overSince ? (
            <>{say.with('Over since {when}', { when: <Time at={one.overSince} now={props.now} /> })}</>
          ) : (
            say('In force')
          )
        ) : (
          say('Refused')
        ),
      ])}
    />
  )
}

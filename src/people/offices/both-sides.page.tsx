import type { FormState } from '../../platform/http/form.ts'
import { Pill } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorSummary, Input, Select } from '../../ui/field.tsx'
import { Crumbs, PageHead } from '../../ui/page.tsx'
import { Card, Notebox } from '../../ui/surface.tsx'
import { Facts, Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { type BothSidesReport, noApproverWords, stewardships } from './exceptions.ts'
import { officeWords } from './office-words.ts'

type Props = { readonly report: BothSidesReport; readonly now: Date; readonly form: FormState }

/** Who looks after both sides, how that came, and what waits for a second person. */
export function BothSidesPage(props: Props) {
  const { report, now } = props
  return (
    <>
      <PageHead
        title="Both sides in one hand"
        intro="The two sides are looked after by two people. That one person does both needs somebody who asks, and somebody else who agrees."
        crumbs={
          <Crumbs
            label="You are here"
            crumbs={[{ label: 'Offices', href: '/inside/people/offices' }, { label: 'Both sides' }]}
          />
        }
      />
      <ErrorSummary title="Nothing has changed yet" errors={props.form.errors} />
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
  const { one, now } = props
  const { name } = officeWords[one.office]
  const isThis = props.form.values.exception === String(one.id)
  return (
    <Card title={`May ${one.personName} be ${name.toLowerCase()} as well?`}>
      <Facts
        facts={[
          { term: 'Asked by', detail: one.askerName },
          { term: 'When', detail: <Time at={one.askedAt} now={now} /> },
          { term: 'Why', detail: one.reason },
          { term: 'Who can decide', detail: one.approvers.join(', ') || 'Nobody at the moment' },
        ]}
      />
      {one.approvers.length === 0 ? <NobodyDecides one={one} /> : null}
      {one.verdict.allowed ? (
        <form method="post" action="/inside/people/offices/both-sides/decide" class="stack">
          <input type="hidden" name="exception" value={String(one.id)} />
          <Input
            id={`note-${one.id}`}
            name="note"
            label="Your reason"
            hint="Needed when you refuse. It is kept beside the request."
            maxlength={500}
            value={isThis ? props.form.values.note : undefined}
            error={isThis ? props.form.errors[`note-${one.id}`] : undefined}
          />
          <div class="row">
            <Button kind="primary" name="decision" value="approve">
              Agree, and give the office
            </Button>
            <Button name="decision" value="refuse">
              Refuse
            </Button>
          </div>
        </form>
      ) : (
        <p class="small muted">{one.verdict.because}</p>
      )}
    </Card>
  )
}

function NobodyDecides(props: { one: BothSidesReport['open'][number] }) {
  return (
    <Notebox tone="warn" icon="warning-circle">
      {noApproverWords(props.one.office)}
    </Notebox>
  )
}

function Holders(props: { holders: BothSidesReport['holders']; now: Date }) {
  if (props.holders.length === 0)
    return (
      <Card title="Who looks after both sides">
        <p class="soft">Nobody does.</p>
      </Card>
    )
  return (
    <Table
      caption="Who looks after both sides"
      showCaption
      columns={[{ label: 'Who' }, { label: 'Since' }, { label: 'How it came' }, { label: 'Why' }]}
      rows={props.holders.map((one) => [
        <a href={`/people/${one.accountId}`}>{one.displayName}</a>,
        <Time at={one.givenAt} now={props.now} />,
        <Origin one={one} />,
        one.reason ?? '',
      ])}
    />
  )
}

function Origin(props: { one: BothSidesReport['holders'][number] }) {
  const { one } = props
  if (one.origin === 'exception')
    return (
      <>
        {one.askerName} asked, {one.deciderName} agreed
        {one.note ? <span class="small muted">: {one.note}</span> : null}
      </>
    )
  return one.origin === 'before' ? (
    <Pill icon="clock" tone="warn">
      From before exceptions were asked for
    </Pill>
  ) : (
    <Pill icon="warning-circle" tone="warn">
      Set on the machine
    </Pill>
  )
}

function AskCard(props: { form: FormState }) {
  const { values, errors } = props.form
  return (
    <Card title="Ask for an exception">
      <form method="post" action="/inside/people/offices/both-sides" class="stack">
        <Input
          name="email"
          type="email"
          label="Work address of the colleague"
          required
          value={values.email}
          error={errors.email ?? errors.account}
        />
        <Select
          name="office"
          label="Office to be held as well"
          options={stewardships.map((office) => ({ value: office, label: officeWords[office].name }))}
          value={values.office}
          error={errors.office}
        />
        <Input
          name="reason"
          label="Why one person is to look after both sides"
          required
          maxlength={500}
          value={values.reason}
          error={errors.reason}
        />
        <div>
          <Button kind="primary">Ask for it</Button>
        </div>
      </form>
    </Card>
  )
}

function Decided(props: { decided: BothSidesReport['decided']; now: Date }) {
  return (
    <Table
      caption="What was decided"
      showCaption
      columns={[{ label: 'Who' }, { label: 'Asked' }, { label: 'Decided' }, { label: 'State' }]}
      rows={props.decided.map((one) => [
        <>
          {one.personName}
          <br />
          <span class="small muted">{officeWords[one.office].name}</span>
        </>,
        <>
          {one.askerName}, <Time at={one.askedAt} now={props.now} />
          <br />
          <span class="small muted">{one.reason}</span>
        </>,
        <>
          {one.deciderName}, {one.decidedAt ? <Time at={one.decidedAt} now={props.now} /> : null}
          <br />
          <span class="small muted">{one.note}</span>
        </>,
        one.approved ? (
          one.overSince ? (
            <>
              Over since <Time at={one.overSince} now={props.now} />
            </>
          ) : (
            'In force'
          )
        ) : (
          'Refused'
        ),
      ])}
    />
  )
}

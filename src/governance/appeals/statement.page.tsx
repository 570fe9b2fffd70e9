import type { FormState } from '../../platform/http/form.ts'
import { ActionButton, Button, LinkButton } from '../../ui/button.tsx'
import { ErrorSummary, Fieldset, Radio, Textarea } from '../../ui/field.tsx'
import { PageHead } from '../../ui/page.tsx'
import { Card, Notebox } from '../../ui/surface.tsx'
import { Facts } from '../../ui/table.tsx'
import { Text } from '../../ui/text.tsx'
import { Time } from '../../ui/time.tsx'
import { measureNames } from '../moderation/moderation.parts.tsx'
import { type MeasureRow, conductRules } from '../moderation/moderation.ts'
import type { AppealRow, Statement } from './appeals.ts'

export interface StatementPageProps {
  readonly statement: Statement
  /** The text that it is about, from the safe renderer. */
  readonly html: string
  /** The name of who decided; moderators are told, nobody else. */
  readonly deciderName?: string
  readonly isOwn: boolean
  readonly mayUndo: boolean
  readonly now: Date
  readonly form: FormState
}

/** What was decided about a text, why, under which rule, and how to contest it. */
export function StatementPage(props: StatementPageProps) {
  const { statement, now, isOwn } = props
  const { measure, appeal } = statement
  return (
    <>
      <PageHead
        title={isOwn ? titles[measure.measure] : measureNames[measure.measure]}
        intro={
          <>
            Decided <Time at={measure.decidedAt} now={now} form="long" />.
          </>
        }
      />
      <ErrorSummary title="Nothing is sent yet" errors={props.form.errors} />
      <div class="stack thread-column">
        {measure.endedAt ? <Ended measure={measure} now={now} /> : null}
        <Card title="What and why">
          <Reasons {...props} />
        </Card>
        <Card title="The text that it is about">
          {measure.shownTitle ? (
            <p>
              <b>{measure.shownTitle}</b>
            </p>
          ) : null}
          <Text html={props.html} />
        </Card>
        {appeal ? <Appeal {...props} appeal={appeal} /> : null}
        {isOwn && !appeal ? <Contest {...props} /> : null}
        {props.mayUndo ? (
          <div class="row">
            <ActionButton icon="arrow-counter-clockwise" action={`/moderation/measures/${measure.id}/undo`}>
              Undo this, and tell the author
            </ActionButton>
            <LinkButton kind="quiet" href={`/moderation/cases/${measure.caseId}`}>
              The whole case
            </LinkButton>
          </div>
        ) : null}
      </div>
    </>
  )
}

const titles: Readonly<Record<MeasureRow['measure'], string>> = {
  none: 'Nothing was done',
  hide: 'A text of yours is hidden',
  remove: 'A text of yours was removed',
  slow: 'You write more slowly for a while',
  suspend: 'You do not write here for a while',
  hold: 'A text of yours waits for a moderator',
}

const what: Readonly<Record<MeasureRow['measure'], string>> = {
  none: 'The text stays as it is.',
  hide: 'The text is hidden. Its author and the moderators still read it.',
  remove: 'The text is removed. A marker stands in its place, so that the thread still reads.',
  slow: 'Its author writes once in so many hours.',
  suspend: 'Its author does not write. Reading goes on as before.',
  hold: 'The text is saved. Until a moderator has looked at it, its author and the moderators read it.',
}

function Reasons(props: StatementPageProps) {
  const { measure } = props.statement
  const { now } = props
  const rule = measure.rule && conductRules[measure.rule]
  return (
    <Facts
      facts={[
        {
          term: 'What',
          detail: (
            <>
              <b>{measureNames[measure.measure]}.</b> {what[measure.measure]}
            </>
          ),
        },
        ...(measure.everyHours ? [{ term: 'How often', detail: `Once in ${measure.everyHours} hours` }] : []),
        {
          term: 'For how long',
          detail: measure.untilAt ? (
            <>
              Until <Time at={measure.untilAt} now={now} form="long" />
            </>
          ) : (
            'Until it is undone'
          ),
        },
        ...(measure.reason ? [{ term: 'Why', detail: measure.reason }] : []),
        ...(rule
          ? [
              {
                term: 'Under which rule',
                detail: (
                  <>
                    <b>{rule.name}.</b> {rule.text}
                  </>
                ),
              },
            ]
          : []),
        {
          term: 'Who decided',
          detail:
            measure.decidedBy === null
              ? 'A check, without a person'
              : `A moderator of this community${props.deciderName ? `: ${props.deciderName}` : ''}`,
        },
        {
          term: 'Automated',
          detail: measure.decidedBy === null ? 'Yes. A person looks at it next.' : 'No. A person looked at it.',
        },
      ]}
    />
  )
}

function Ended(props: { measure: MeasureRow; now: Date }) {
  const words = {
    appeal: 'The appeal was upheld, and this was undone',
    moderator: 'A moderator undid this',
    reviewed: 'A moderator looked at it, and it no longer waits',
    replaced: 'A later decision stands in its place',
  }[props.measure.endedAs!]
  return (
    <Notebox tone="ok" icon="check-circle" role="status">
      {words}, <Time at={props.measure.endedAt!} now={props.now} form="long" />.
    </Notebox>
  )
}

function Contest(props: StatementPageProps) {
  const { statement, now, form } = props
  const { mayAppeal, measure, until, canBeHeard } = statement
  if (!mayAppeal.allowed)
    return (
      <Card title="Contesting it" id="contest">
        <p class="soft">{mayAppeal.because}</p>
      </Card>
    )
  return (
    <Card title="You can contest this" id="contest">
      <p>
        Until <Time at={until} now={now} form="long" />. Somebody else hears it than decided first.
        {canBeHeard ? null : ' At the moment there is nobody else: it waits until there is.'}
      </p>
      <form method="post" action={`/moderation/statements/${measure.id}/appeal`} class="stack">
        <Textarea
          name="words"
          label="Why the decision is wrong"
          rows={6}
          maxlength={4000}
          value={form.values.words ?? ''}
          error={form.errors.words}
        />
        <div>
          <Button kind="primary">Contest the decision</Button>
        </div>
      </form>
    </Card>
  )
}

function Appeal(props: StatementPageProps & { appeal: AppealRow }) {
  const { appeal, statement, now, form, isOwn } = props
  return (
    <Card title={isOwn ? 'You contested this' : 'The author contests this'} id="contest">
      <p class="small muted">
        <Time at={appeal.madeAt} now={now} form="long" />
      </p>
      <p class="mt3">{appeal.words}</p>
      {appeal.heardAt ? (
        <Notebox tone={appeal.upheld ? 'ok' : 'info'} icon="gavel">
          <p>
            <b>{appeal.upheld ? 'The appeal was upheld.' : 'The decision stands.'}</b> {appeal.answer}
          </p>
          <p class="small muted">
            Heard by somebody else than decided first, <Time at={appeal.heardAt} now={now} form="long" />.
          </p>
        </Notebox>
      ) : statement.mayHear.allowed ? (
        <form method="post" action={`/moderation/appeals/${appeal.id}`} class="stack">
          <Fieldset id="outcome" label="What comes of it?" error={form.errors.outcome}>
            <Radio
              name="outcome"
              value="upheld"
              label="The appeal is right: undo the decision"
              checked={form.values.outcome === 'upheld'}
            />
            <Radio
              name="outcome"
              value="stands"
              label="The decision stands"
              checked={form.values.outcome === 'stands'}
            />
          </Fieldset>
          <Textarea
            name="answer"
            label="Why"
            hint="Its author reads this, and not your name."
            rows={4}
            value={form.values.answer ?? ''}
            error={form.errors.answer}
          />
          <div>
            <Button kind="primary" icon="gavel">
              Decide the appeal, and tell the author
            </Button>
          </div>
        </form>
      ) : (
        <p class="soft mt3">
          {isOwn || statement.canBeHeard
            ? 'Somebody else than decided first will hear it.'
            : 'Nobody is there who could hear it: it needs another moderator.'}
        </p>
      )}
    </Card>
  )
}

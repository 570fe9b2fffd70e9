import type { FormState } from '../../platform/http/form.ts'
import { readWords } from '../../platform/languages/kept.ts'
import { said } from '../../platform/languages/languages.ts'
import { ActionButton, Button, LinkButton } from '../../ui/button.tsx'
import { ErrorSummary, Fieldset, Radio, Textarea } from '../../ui/field.tsx'
import { Crumbs, PageHead } from '../../ui/page.tsx'
import { Card, Notebox } from '../../ui/surface.tsx'
import { Facts } from '../../ui/table.tsx'
import { Text } from '../../ui/text.tsx'
import { Time } from '../../ui/time.tsx'
import { useWords } from '../../ui/words.tsx'
import { measureNames, sideNames } from '../moderation/moderation.parts.tsx'
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
  /** Where the text stands, when this reader may read it there. */
  readonly address?: string
  /** Whether the reader moderates or hears appeals, so that there is a page of moderation to go back to. */
  readonly isAtWork: boolean
  readonly now: Date
  readonly form: FormState
}

/** What was decided about a text, why, under which rule, and how to contest it. */
export function StatementPage(props: StatementPageProps) {
  const say = useWords()
  const { statement, now, isOwn } = props
  const { measure, appeal } = statement
  return (
    <>
      <PageHead
        title={say.again(isOwn ? titles[measure.measure] : measureNames[measure.measure])}
        intro={say.with('Decided {when}.', { when: <Time at={measure.decidedAt} now={now} form="long" /> })}
        crumbs={
          props.isAtWork ? (
            <Crumbs
              label={say('You are here')}
              crumbs={[
                { label: say('Moderation'), href: '/moderation' },
                ...(statement.isModerator
                  ? [{ label: say.again(sideNames[measure.side]), href: `/moderation/${measure.side}` }]
                  : []),
              ]}
            />
          ) : null
        }
        actions={
          props.address ? (
            <LinkButton href={props.address} icon="arrow-square-out">
              {say('Read it in place')}
            </LinkButton>
          ) : null
        }
      />
      <ErrorSummary title={say('Nothing is sent yet')} errors={props.form.errors} />
      <div class="stack thread-column">
        {measure.endedAt ? <Ended measure={measure} now={now} /> : null}
        <Card title={say('What and why')}>
          <Reasons {...props} />
        </Card>
        <Card title={say('The text that it is about')}>
          {measure.shownTitle ? (
            <p>
              <b dir="auto">{measure.shownTitle}</b>
            </p>
          ) : null}
          <Text html={props.html} />
        </Card>
        {appeal ? <Appeal {...props} appeal={appeal} /> : null}
        {isOwn && !appeal ? <Contest {...props} /> : null}
        {props.mayUndo ? (
          <div class="row">
            <ActionButton icon="arrow-counter-clockwise" action={`/moderation/measures/${measure.id}/undo`}>
              {say('Undo this, and tell the author')}
            </ActionButton>
            <LinkButton kind="quiet" href={`/moderation/cases/${measure.caseId}`}>
              {say('The whole case')}
            </LinkButton>
          </div>
        ) : null}
      </div>
    </>
  )
}

const titles: Readonly<Record<MeasureRow['measure'], string>> = {
  none: said('Nothing was done'),
  hide: said('A text of yours is hidden'),
  remove: said('A text of yours was removed'),
  slow: said('You write more slowly for a while'),
  suspend: said('You do not write here for a while'),
  hold: said('A text of yours waits for a moderator'),
}

const what: Readonly<Record<MeasureRow['measure'], string>> = {
  none: said('The text stays as it is.'),
  hide: said('The text is hidden. Its author and the moderators still read it.'),
  remove: said('The text is removed. A marker stands in its place, so that the thread still reads.'),
  slow: said('Its author writes once in so many hours.'),
  suspend: said('Its author does not write. Reading goes on as before.'),
  hold: said('The text is saved. Until a moderator has looked at it, its author and the moderators read it.'),
}

function Reasons(props: StatementPageProps) {
  const say = useWords()
  const { measure } = props.statement
  const { now } = props
  const rule = measure.rule && conductRules[measure.rule]
  return (
    <Facts
      facts={[
        {
          term: say('What'),
          detail: (
            <>
              <b>{say.again(measureNames[measure.measure])}.</b> {say.again(what[measure.measure])}
            </>
          ),
        },
        ...(measure.everyHours
          ? [{ term: say('How often'), detail: say('Once in {count} hours', { count: measure.everyHours }) }]
          : []),
        {
          term: say('For how long'),
          detail: measure.untilAt
            ? say.with('Until {when}', { when: <Time at={measure.untilAt} now={now} form="long" /> })
            : say('Until it is undone'),
        },
        ...(measure.reason
          ? [
              {
                term: say('Why'),
                detail: measure.decidedBy === null ? say.again(readWords(measure.reason)) : <bdi>{measure.reason}</bdi>,
              },
            ]
          : []),
        ...(rule
          ? [
              {
                term: say('Under which rule'),
                detail: (
                  <>
                    <b>{say.again(rule.name)}.</b> {say.again(rule.text)}
                  </>
                ),
              },
            ]
          : []),
        {
          term: say('Who decided'),
          detail:
            measure.decidedBy === null
              ? say('A check, without a person')
              : props.deciderName
                ? say('A moderator of this community: {name}', { name: props.deciderName })
                : say('A moderator of this community'),
        },
        {
          term: say('Automated'),
          detail:
            measure.decidedBy === null ? say('Yes. A person looks at it next.') : say('No. A person looked at it.'),
        },
      ]}
    />
  )
}

function Ended(props: { measure: MeasureRow; now: Date }) {
  const say = useWords()
  const when = <Time at={props.measure.endedAt!} now={props.now} form="long" />
  const words = {
    appeal: () => say.with('The appeal was upheld, and this was undone, {when}.', { when }),
    moderator: () => say.with('A moderator undid this, {when}.', { when }),
    reviewed: () => say.with('A moderator looked at it, and it no longer waits, {when}.', { when }),
    replaced: () => say.with('A later decision stands in its place, {when}.', { when }),
  }
  return (
    <Notebox tone="ok" icon="check-circle" role="status">
      {words[props.measure.endedAs!]()}
    </Notebox>
  )
}

function Contest(props: StatementPageProps) {
  const say = useWords()
  const { statement, now, form } = props
  const { mayAppeal, measure, until, canBeHeard } = statement
  if (!mayAppeal.allowed)
    return (
      <Card title={say('Contesting it')} id="contest">
        <p class="soft">{say.again(mayAppeal.because)}</p>
      </Card>
    )
  return (
    <Card title={say('You can contest this')} id="contest">
      <p>
        {say.with('Until {when}. Somebody else hears it than decided first.', {
          when: <Time at={until} now={now} form="long" />,
        })}
        {canBeHeard ? null : <> {say('At the moment there is nobody else: it waits until there is.')}</>}
      </p>
      <form method="post" action={`/moderation/statements/${measure.id}/appeal`} class="stack mt4">
        <Textarea
          name="words"
          label={say('Why the decision is wrong')}
          rows={6}
          maxlength={4000}
          value={form.values.words ?? ''}
          error={form.errors.words}
        />
        <div>
          <Button kind="primary">{say('Contest the decision')}</Button>
        </div>
      </form>
    </Card>
  )
}

function Appeal(props: StatementPageProps & { appeal: AppealRow }) {
  const say = useWords()
  const { appeal, statement, now, form, isOwn } = props
  return (
    <Card title={isOwn ? say('You contested this') : say('The author contests this')} id="contest">
      <p class="small muted">
        <Time at={appeal.madeAt} now={now} form="long" />
      </p>
      <p class="mt3" dir="auto">
        {appeal.words}
      </p>
      {appeal.heardAt ? (
        <Notebox tone={appeal.upheld ? 'ok' : 'info'} icon="gavel">
          <p>
            <b>{appeal.upheld ? say('The appeal was upheld.') : say('The decision stands.')}</b>{' '}
            <bdi>{appeal.answer}</bdi>
          </p>
          <p class="small muted">
            {say.with('Heard by somebody else than decided first, {when}.', {
              when: <Time at={appeal.heardAt} now={now} form="long" />,
            })}
          </p>
        </Notebox>
      ) : statement.mayHear.allowed ? (
        <form method="post" action={`/moderation/appeals/${appeal.id}`} class="stack mt4">
          <Fieldset id="outcome" label={say('What comes of it?')} error={form.errors.outcome}>
            <Radio
              name="outcome"
              value="upheld"
              label={say('The appeal is right: undo the decision')}
              checked={form.values.outcome === 'upheld'}
            />
            <Radio
              name="outcome"
              value="stands"
              label={say('The decision stands')}
              checked={form.values.outcome === 'stands'}
            />
          </Fieldset>
          <Textarea
            name="answer"
            label={say('Why')}
            hint={say('Its author reads this, and not your name.')}
            rows={4}
            value={form.values.answer ?? ''}
            error={form.errors.answer}
          />
          <div>
            <Button kind="primary" icon="gavel">
              {say('Decide the appeal, and tell the author')}
            </Button>
          </div>
        </form>
      ) : (
        <p class="soft mt3">
          {isOwn || statement.canBeHeard
            ? say('Somebody else than decided first will hear it.')
            : say('Nobody is there who could hear it: it needs another moderator.')}
        </p>
      )}
    </Card>
  )
}

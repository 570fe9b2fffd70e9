import type { ComponentChildren } from 'preact'
import type { FormState } from '../../platform/http/form.ts'
import { mayWriteIn } from '../../realms/spaces/spaces.ts'
import { InterestField } from '../../people/disclosure/disclosure.parts.tsx'
import { authorOf } from '../../people/accounts/accounts.parts.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { Tags } from '../../ui/badge.tsx'
import { LinkButton } from '../../ui/button.tsx'
import { Composer } from '../../ui/composer.tsx'
import { Check } from '../../ui/field.tsx'
import { Crumbs, Pages } from '../../ui/page.tsx'
import { ByLine } from '../../ui/post.tsx'
import { AudienceLine, type AudienceWords } from '../../ui/realm.tsx'
import { Segmented } from '../../ui/tabs.tsx'
import { Text } from '../../ui/text.tsx'
import { Time } from '../../ui/time.tsx'
import { SameHere } from '../../ui/vote.tsx'
import { useWords } from '../../ui/words.tsx'
import { tagAddress } from '../tags/tags.ts'
import { DepartedReplies, MergedCredits } from '../threads/threads.parts.tsx'
import { mayEdit, threadAddress } from '../threads/threads.ts'
import { editorOf } from '../files/files.ts'
import { FlagLink, TakeBack } from '../threads/threads.parts.tsx'
import { answersAddress, orders } from './answer-pages.ts'
import { AnswerPart, Comments, QuestionChanged, type Drawing } from './answers.parts.tsx'
import { QuestionAside } from './question-aside.tsx'
import { maySaySame, maySpeakOfficially } from './questions.ts'
import { listings } from './listings.ts'
import { ProblemState } from './problem.parts.tsx'
import { ProblemPill, PromisePill, ReachPill, StandingPill } from './questions.parts.tsx'

export interface QuestionPageProps {
  readonly drawing: Drawing
  readonly audience: AudienceWords
  /** What was typed into the answer box and refused. */
  readonly form: FormState
  /** Tools of employees; nobody else is given any. */
  readonly staff?: ComponentChildren
  /** What concerns this customer alone. */
  readonly own?: ComponentChildren
}

/** A question with everything said about it. Reads without an account and works without script. */
export function QuestionPage(props: QuestionPageProps) {
  const say = useWords()
  const { drawing } = props
  const { question, viewer } = drawing
  const { thread, space } = question
  const listing = listings[thread.type === 'problem' ? 'problem' : 'question']
  const canWrite = mayWriteIn(viewer, space).allowed && viewer.kind === 'account'
  return (
    <>
      <Crumbs
        label={say('You are here')}
        crumbs={[
          { label: space.title, href: `/s/${space.slug}` },
          { label: say.again(listing.title), href: listing.path },
        ]}
      />
      <div class="cols">
        <div>
          <article class="q" id={`question-${thread.id}`}>
            <Head {...props} />
            <Text realm="outside" html={drawing.render(thread.body)} />
            <ProblemState drawing={drawing} form={drawing.state} />
            <MergedCredits
              of={question.problem ? 'problem' : 'question'}
              merged={question.merged}
              people={question.people}
              render={drawing.render}
            />
            <DepartedReplies departed={question.departed} />
            <Foot drawing={drawing} />
            <Comments part={question.comments} drawing={drawing} canWrite={canWrite} />
          </article>
          <Answers {...props} canWrite={canWrite} />
          {canWrite ? <AnswerComposer drawing={drawing} form={props.form} /> : <NoComposer drawing={drawing} />}
        </div>
        <QuestionAside drawing={drawing} own={props.own} staff={props.staff} />
      </div>
    </>
  )
}

function Head(props: QuestionPageProps) {
  const say = useWords()
  const { question, viewer, company } = props.drawing
  const { thread } = question
  const disclosed = question.disclosures.atThread(thread.id)
  const author = authorOf(question.people.get(thread.authorId), viewer, company, disclosed)
  return (
    <header>
      <div class="row tight">
        <StandingPill accepted={question.acceptance !== undefined} official={question.official !== undefined} />
        {question.problem ? <ProblemPill state={question.problem.now.state} always /> : null}
        <span class="small muted">{question.problem ? say('Problem') : say('Question')}</span>
        <PromisePill until={question.promisedUntil} now={props.drawing.now} />
        <ReachPill reach={thread.reach} />
        <Tags tags={question.tags.map((tag) => ({ label: tag, href: tagAddress(tag) }))} />
      </div>
      <h1 dir="auto">{thread.title}</h1>
      <div class="row">
        <Avatar id={author.id} name={author.name} who={author.who} />
        <div>
          <ByLine author={author} meta={<Time at={thread.createdAt} now={props.drawing.now} form="long" />} />
          <AudienceLine {...props.audience} />
        </div>
      </div>
    </header>
  )
}

function Foot(props: { drawing: Drawing }) {
  const say = useWords()
  const { drawing } = props
  const { question, viewer } = drawing
  const { thread, space, sameHere } = question
  const may = maySaySame(viewer, space, thread.authorId).allowed
  const isAsker = viewer.kind === 'account' && viewer.id === thread.authorId
  const label = sameHere.mine ? say('same here, you too') : say('same here')
  return (
    <footer class="row">
      {may ? (
        <SameHere
          count={sameHere.count}
          label={label}
          pressed={sameHere.mine}
          action={`/questions/${thread.id}/same-here`}
          fields={sameHere.mine ? { back: 'yes' } : {}}
        />
      ) : viewer.kind === 'visitor' && !space.archivedAt ? (
        <SameHere count={sameHere.count} label={say('same here')} href={signInTo(threadAddress(thread))} />
      ) : (
        <SameHere count={sameHere.count} label={say('same here')} />
      )}
      {sameHere.mine || isAsker ? <span class="small muted">{say('You will be told what comes of it.')}</span> : null}
      <span class="push row tight">
        <QuestionChanged drawing={props.drawing} />
        <FlagLink viewer={viewer} kind="thread" id={thread.id} authorId={thread.authorId} />
        {mayEdit(viewer, space, thread.authorId).allowed && thread.reach !== 0 ? (
          <LinkButton kind="quiet" size="s" icon="lock-simple" href={`/questions/${thread.id}/-/reach`}>
            {say('Who may read it')}
          </LinkButton>
        ) : null}
        {mayEdit(viewer, space, thread.authorId).allowed ? (
          <LinkButton kind="quiet" size="s" icon="pencil-simple" href={`/questions/${thread.id}/-/edit`}>
            {question.problem ? say('Change the problem') : say('Change the question')}
          </LinkButton>
        ) : null}
        <TakeBack viewer={viewer} kind="thread" id={thread.id} authorId={thread.authorId} />
        {drawing.keeps ? (
          <LinkButton kind="quiet" size="s" icon="arrows-split" href={`/threads/${thread.id}/keep`}>
            {say('Type and place')}
          </LinkButton>
        ) : null}
      </span>
    </footer>
  )
}

function Answers(props: QuestionPageProps & { canWrite: boolean }) {
  const { drawing } = props
  const say = useWords()
  const { question, order } = drawing
  const { thread, part } = question
  const count = thread.answerCount
  const segments = Object.entries(orders).map(([key, label]) => ({
    href: `${answersAddress(thread, { order: key as typeof order })}#answers`,
    label: say.again(label),
    current: key === order,
  }))
  const shown = question.answers.length
  return (
    <section class="answers mt5" id="answers" aria-labelledby="answers-title">
      <div class="row between">
        <h2 id="answers-title">{count === 0 ? say('No answer yet') : say('{count} answers', { count })}</h2>
        {count > 1 ? <Segmented label={say('Order of the answers')} segments={segments} /> : null}
      </div>
      {shown < part.total ? (
        <p class="small muted">
          {say('{from} to {to} of {all}', { from: part.before + 1, to: part.before + shown, all: part.total })}
        </p>
      ) : null}
      {question.answers.map((answer) => (
        <AnswerPart answer={answer} drawing={drawing} canWrite={props.canWrite} />
      ))}
      <Pages
        label={say('More answers')}
        newer={
          part.previous
            ? {
                href: `${answersAddress(thread, { order, before: part.previous })}#answers`,
                label: say('Answers before these'),
              }
            : undefined
        }
        older={
          part.next
            ? { href: `${answersAddress(thread, { order, after: part.next })}#answers`, label: say('More answers') }
            : undefined
        }
      />
    </section>
  )
}

function AnswerComposer(props: { drawing: Drawing; form: FormState }) {
  const say = useWords()
  const { question, viewer, company } = props.drawing
  const { values, errors } = props.form
  const { thread, space } = question
  const official = maySpeakOfficially(viewer, space).allowed
  return (
    <div class="mt5" id="write">
      <Composer
        id="answer"
        name="body"
        realm="outside"
        action={`/questions/${thread.id}/answers`}
        audience={props.drawing.audience}
        formLabel={say('Write an answer')}
        label={say('Your answer')}
        placeholder={say('Add what you know, or ask back')}
        {...(values.body !== undefined && { value: values.body })}
        error={errors.body}
        submit={props.drawing.postWords}
        editor={editorOf(space, `answer:${thread.id}`, thread)}
        before={
          <div class="composer-fields">
            <InterestField id="answer" {...props.form} />
          </div>
        }
        tools={
          official ? (
            <Check
              name="official"
              value="yes"
              label={say('As the official answer of {company}', { company })}
              checked={values.official === 'yes'}
            />
          ) : null
        }
      />
    </div>
  )
}

function NoComposer(props: { drawing: Drawing }) {
  const say = useWords()
  const { question, viewer } = props.drawing
  if (viewer.kind !== 'visitor' || question.space.archivedAt) {
    return <p class="mt5 soft">{say('This space is closed. It can be read, and nothing is added any more.')}</p>
  }
  return (
    <p class="mt5">
      <LinkButton kind="primary" href={signInTo(threadAddress(question.thread))}>
        {say('Sign in to answer')}
      </LinkButton>
    </p>
  )
}

/** The way in for a visitor, and back to where they were. */
export function signInTo(path: string): string {
  return `/sign-in?next=${encodeURIComponent(path)}`
}

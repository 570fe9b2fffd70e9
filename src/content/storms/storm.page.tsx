import { authorOf } from '../../people/accounts/accounts.parts.tsx'
import { personPath } from '../../people/accounts/accounts.ts'
import type { Viewer } from '../../platform/context.ts'
import type { FormState } from '../../platform/http/form.ts'
import { Pill } from '../../ui/badge.tsx'
import { LinkButton } from '../../ui/button.tsx'
import { Composer } from '../../ui/composer.tsx'
import { ErrorSummary, Input } from '../../ui/field.tsx'
import { AsideSection, Columns, Crumbs, PageHead } from '../../ui/page.tsx'
import { Said } from '../../ui/post.tsx'
import { AudienceLine, type AudienceWords } from '../../ui/realm.tsx'
import { Card, Empty, Notebox } from '../../ui/surface.tsx'
import { Text } from '../../ui/text.tsx'
import { SameHere } from '../../ui/vote.tsx'
import { useWords } from '../../ui/words.tsx'
import { editorOf } from '../files/files.ts'
import { stageWords } from '../ideas/ideas.ts'
import { ReachField } from '../threads/threads.parts.tsx'
import { type Reach, threadAddress } from '../threads/threads.ts'
import { StormStatePill, StormTime, boardOf, titleOf } from './storms.parts.tsx'
import type { StormIdea, StormRoom } from './storms.ts'
import { mayVoteFor } from './storms.access.ts'

export interface StormPageProps {
  readonly room: StormRoom
  readonly audience: AudienceWords
  /** How far an idea of the viewer can reach, and reaches until they choose; absent where they can submit none. */
  readonly submitting:
    | { readonly everyone: boolean; readonly reaches: readonly Reach[]; readonly starts: Reach }
    | undefined
  readonly viewer: Viewer
  readonly company: string
  readonly now: Date
  /** Stored Markdown to safe HTML, as its space draws it. */
  readonly render: (body: string) => string
  readonly form: FormState
}

/** A session: before it opens, while it is open, with the judges, and with its result. */
export function StormPage(props: StormPageProps) {
  const say = useWords()
  const { room, now } = props
  const { storm, state } = room
  const { errors } = props.form
  return (
    <>
      <PageHead
        title={<bdi>{storm.question}</bdi>}
        voice={storm.realm === 'outside'}
        intro={
          <>
            <StormStatePill state={state} /> <Hours {...props} />
          </>
        }
        crumbs={
          <Crumbs
            label={say('You are here')}
            crumbs={[
              { label: say('Ideas'), href: boardOf(storm.realm) },
              { label: say('Storm sessions'), href: '/storms' },
            ]}
          />
        }
        actions={<Actions {...props} />}
      />
      <Columns asideLabel={say('How this session works')} aside={<Rules {...props} />}>
        <div class="stack">
          <ErrorSummary
            title={say('It was not submitted')}
            errors={{ title: errors.title, submit: errors.body, reach: errors.reach }}
          />
          <AudienceLine {...props.audience} />
          {storm.body === '' ? null : <Text realm={storm.realm} html={props.render(storm.body)} />}
          {state === 'finished' ? <ResultNote {...props} /> : null}
          {state === 'judging' ? (
            <Notebox icon="hourglass-medium">
              <p>
                {say.with(
                  'The session closed {when}. Votes count as they stood then. The judges choose, and the result is posted here.',
                  { when: <StormTime at={storm.closesAt} now={now} /> },
                )}
              </p>
            </Notebox>
          ) : null}
          <Ideas {...props} />
          {props.submitting ? <Submit {...props} {...props.submitting} /> : null}
        </div>
      </Columns>
    </>
  )
}

function Hours(props: StormPageProps) {
  const say = useWords()
  const { storm, state } = props.room
  const closes = <StormTime at={storm.closesAt} now={props.now} />
  if (state === 'before') {
    const opens = <StormTime at={storm.opensAt} now={props.now} />
    return <>{say.with('Opens {opens}, closes {closes}.', { opens, closes })}</>
  }
  return (
    <>
      {state === 'open' ? say.with('Closes {when}.', { when: closes }) : say.with('Closed {when}.', { when: closes })}
    </>
  )
}

function Actions(props: StormPageProps) {
  const say = useWords()
  const { storm, state, may } = props.room
  return (
    <>
      {may.readNotes.allowed && state !== 'before' ? (
        <LinkButton href={`/storms/${storm.id}/judge`}>{say('Notes of the judges')}</LinkButton>
      ) : null}
      {may.keep.allowed && state === 'before' ? (
        <LinkButton href={`/storms/${storm.id}/edit`}>{say('Change the session')}</LinkButton>
      ) : null}
      {may.finish.allowed ? (
        <LinkButton href={`/storms/${storm.id}/finish`} kind="primary">
          {say('Post the result')}
        </LinkButton>
      ) : null}
    </>
  )
}

/** Rules, judges and hours, the same before, during and after. */
function Rules(props: StormPageProps) {
  const say = useWords()
  const { room, now } = props
  const { storm, judges, people } = room
  const starter = people.get(storm.startedBy)
  return (
    <>
      <AsideSection title={say('Rules')}>
        <Text realm={storm.realm} html={props.render(storm.rules)} />
        <p class="small soft">
          {say('Each person has one vote for an idea, and votes for as many ideas as they like.')}
        </p>
      </AsideSection>
      <AsideSection title={judges.length === 1 ? say('Judge') : say('Judges')}>
        <ul role="list" class="stack-s">
          {judges.map((id) => {
            const person = people.get(id)
            return <li>{person ? <a href={personPath(person)}>{person.displayName}</a> : say('a former colleague')}</li>
          })}
        </ul>
        <p class="small soft">{say('Judges neither submit nor vote.')}</p>
      </AsideSection>
      <AsideSection title={say('Hours')}>
        <p class="small">
          {say.with('Opens {when}', { when: <StormTime at={storm.opensAt} now={now} /> })}
          <br />
          {say.with('Closes {when}', { when: <StormTime at={storm.closesAt} now={now} /> })}
        </p>
        <p class="small soft">
          {say('Set on the clock of {zone} by {name}.', {
            zone: storm.timeZone.replaceAll('_', ' '),
            name: starter?.displayName ?? say('a former colleague'),
          })}
        </p>
      </AsideSection>
    </>
  )
}

function ResultNote(props: StormPageProps) {
  const say = useWords()
  const { result, ideas } = props.room
  const chosen = ideas.filter((idea) => idea.place !== null)
  return (
    <Notebox icon="seal-check" tone="ok">
      <p>
        <b>
          {chosen.length === 0
            ? say('No idea was chosen.')
            : say('{count} ideas were chosen.', { count: chosen.length })}
        </b>{' '}
        {result ? (
          <a href={threadAddress(result)}>{say('Read the result: {title}', { title: result.title })}</a>
        ) : (
          say('The result was taken back.')
        )}
      </p>
    </Notebox>
  )
}

function Ideas(props: StormPageProps) {
  const say = useWords()
  const { room } = props
  const { ideas, state } = room
  if (state === 'before')
    return (
      <Empty title={say('The session has not opened')} realm={room.storm.realm}>
        <p>{say('Ideas can be submitted from the opening on. Nothing is sent before.')}</p>
      </Empty>
    )
  return (
    <section aria-labelledby="ideas-title" class="stack">
      <h2 id="ideas-title">
        {ideas.length === 500
          ? say('The first {number} ideas', { number: ideas.length })
          : say('{count} ideas', { count: ideas.length })}
      </h2>
      {ideas.length === 0 ? (
        <p class="soft">{state === 'open' ? say('Yours can be the first.') : say('Nobody submitted one.')}</p>
      ) : null}
      {ideas.map((idea) => (
        <IdeaEntry {...props} idea={idea} />
      ))}
    </section>
  )
}

function IdeaEntry(props: StormPageProps & { idea: StormIdea }) {
  const { room, idea } = props
  const say = useWords()
  return (
    <Card
      level={3}
      title={
        <a href={threadAddress(idea)} dir="auto">
          {titleOf(say, idea)}
        </a>
      }
      id={`idea-${idea.id}`}
    >
      <div class="stack-s">
        {idea.place === null && idea.stage === 'new' ? null : (
          <p class="row tight">
            {idea.place === null ? null : (
              <Pill icon="medal" tone="ok">
                {say('Chosen, place {place}', { place: idea.place })}
              </Pill>
            )}
            {idea.stage === 'new' ? null : <Pill icon="seal-check">{say.again(stageWords[idea.stage])}</Pill>}
          </p>
        )}
        <Said
          realm={room.storm.realm}
          id={`said-${idea.id}`}
          author={authorOf(room.people.get(idea.authorId), props.viewer, props.company)}
          meta={<StormTime at={idea.submittedAt} now={props.now} />}
          html={props.render(idea.body)}
        />
        <div class="row">
          <IdeaVote {...props} />
        </div>
      </div>
    </Card>
  )
}

function IdeaVote(props: StormPageProps & { idea: StormIdea }) {
  const { room, idea, viewer } = props
  const say = useWords()
  const count = idea.votes
  const words = { count, label: say('{count} votes | the number stands above the word', { count }) }
  if (room.state === 'open' && viewer.kind === 'visitor')
    return <SameHere {...words} href={`/sign-in?next=/storms/${room.storm.id}`} />
  if (!mayVoteFor(viewer, room.may.takePart, idea.authorId).allowed) return <SameHere {...words} />
  return (
    <SameHere
      count={count}
      label={
        idea.isMine
          ? say('{count} votes, yours too | the number stands before the words', { count })
          : say('{count} votes, add yours | the number stands before the words', { count })
      }
      pressed={idea.isMine}
      action={`/storms/${room.storm.id}/votes`}
      fields={{ idea: String(idea.id), for: idea.isMine ? 'no' : 'yes' }}
    />
  )
}

function Submit(props: StormPageProps & NonNullable<StormPageProps['submitting']>) {
  const say = useWords()
  const { room, form, audience, starts } = props
  const { storm, space } = room
  return (
    <Composer
      realm={storm.realm}
      action={`/storms/${storm.id}/ideas`}
      audience={{
        word: audience.word,
        who: starts === null ? audience.who : say('for whom you choose under “Who may read it”'),
      }}
      formLabel={say('Submit an idea')}
      label={say('Your idea')}
      name="body"
      id="submit"
      placeholder={say('What should be, and why?')}
      submit={say('Submit this idea')}
      value={form.values.body ?? ''}
      error={form.errors.body}
      editor={editorOf(space, `storm:${storm.id}`)}
      before={
        <div class="stack-s composer-fields">
          <Input
            name="title"
            label={say('Your idea in one sentence')}
            maxlength={200}
            required
            value={form.values.title}
            error={form.errors.title}
          />
          <ReachField
            {...props}
            hint={say(
              'It can reach fewer people later, never more. Only those who may read it can vote for it or choose it.',
            )}
            value={form.values.reach}
            error={form.errors.reach}
          />
        </div>
      }
    />
  )
}

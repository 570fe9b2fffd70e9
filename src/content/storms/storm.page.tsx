import { authorOf } from '../../people/accounts/accounts.parts.tsx'
import { personPath } from '../../people/accounts/accounts.ts'
import type { Viewer } from '../../platform/context.ts'
import type { FormState } from '../../platform/http/form.ts'
import { Pill } from '../../ui/badge.tsx'
import { LinkButton } from '../../ui/button.tsx'
import { Composer } from '../../ui/composer.tsx'
import { Input } from '../../ui/field.tsx'
import { AsideSection, Columns, Crumbs, PageHead } from '../../ui/page.tsx'
import { Said } from '../../ui/post.tsx'
import { AudienceLine, type AudienceWords } from '../../ui/realm.tsx'
import { Card, Empty, Notebox } from '../../ui/surface.tsx'
import { Text } from '../../ui/text.tsx'
import { SameHere } from '../../ui/vote.tsx'
import { editorOf } from '../files/files.ts'
import { threadAddress } from '../threads/threads.ts'
import { StormStatePill, StormTime, titleOf, votesWords } from './storms.parts.tsx'
import type { StormIdea, StormRoom } from './storms.ts'
import { mayVoteFor } from './storms.access.ts'

export interface StormPageProps {
  readonly room: StormRoom
  readonly audience: AudienceWords
  readonly viewer: Viewer
  readonly company: string
  readonly now: Date
  /** Stored Markdown to safe HTML, as its space draws it. */
  readonly render: (body: string) => string
  readonly form: FormState
}

/** A session: before it opens, while it is open, with the judges, and with its result. */
export function StormPage(props: StormPageProps) {
  const { room, now } = props
  const { storm, state, may } = room
  return (
    <>
      <PageHead
        title={storm.question}
        voice={storm.realm === 'outside'}
        intro={
          <>
            <StormStatePill state={state} /> <Hours {...props} />
          </>
        }
        crumbs={<Crumbs label="You are here" crumbs={[{ label: 'Storm sessions', href: '/storms' }]} />}
        actions={<Actions {...props} />}
      />
      <Columns asideLabel="How this session works" aside={<Rules {...props} />}>
        <div class="stack">
          <AudienceLine {...props.audience} />
          {storm.body === '' ? null : <Text realm={storm.realm} html={props.render(storm.body)} />}
          {state === 'finished' ? <ResultNote {...props} /> : null}
          {state === 'judging' ? (
            <Notebox icon="hourglass-medium">
              <p>
                The session closed <StormTime at={storm.closesAt} now={now} />. Votes count as they stood then. The
                judges choose, and the result is posted here.
              </p>
            </Notebox>
          ) : null}
          <Ideas {...props} />
          {state === 'open' && may.takePart.allowed ? <Submit {...props} /> : null}
        </div>
      </Columns>
    </>
  )
}

function Hours(props: StormPageProps) {
  const { storm, state } = props.room
  if (state === 'before')
    return (
      <>
        Opens <StormTime at={storm.opensAt} now={props.now} />, closes <StormTime at={storm.closesAt} now={props.now} />
        .
      </>
    )
  return (
    <>
      {state === 'open' ? 'Closes' : 'Closed'} <StormTime at={storm.closesAt} now={props.now} />.
    </>
  )
}

function Actions(props: StormPageProps) {
  const { storm, state, may } = props.room
  return (
    <>
      {may.readNotes.allowed && state !== 'before' ? (
        <LinkButton href={`/storms/${storm.id}/judge`}>Notes of the judges</LinkButton>
      ) : null}
      {may.keep.allowed && state === 'before' ? (
        <LinkButton href={`/storms/${storm.id}/edit`}>Change the session</LinkButton>
      ) : null}
      {may.finish.allowed ? (
        <LinkButton href={`/storms/${storm.id}/finish`} kind="primary">
          Post the result
        </LinkButton>
      ) : null}
    </>
  )
}

/** Rules, judges and hours, the same before, during and after. */
function Rules(props: StormPageProps) {
  const { room, now } = props
  const { storm, judges, people } = room
  const starter = people.get(storm.startedBy)
  return (
    <>
      <AsideSection title="Rules">
        <Text realm={storm.realm} html={props.render(storm.rules)} />
        <p class="small soft">Each person has one vote for an idea, and votes for as many ideas as they like.</p>
      </AsideSection>
      <AsideSection title={judges.length === 1 ? 'Judge' : 'Judges'}>
        <ul role="list" class="stack-s">
          {judges.map((id) => {
            const person = people.get(id)
            return <li>{person ? <a href={personPath(person)}>{person.displayName}</a> : 'a former colleague'}</li>
          })}
        </ul>
        <p class="small soft">Judges neither submit nor vote.</p>
      </AsideSection>
      <AsideSection title="Hours">
        <p class="small">
          Opens <StormTime at={storm.opensAt} now={now} />
          <br />
          Closes <StormTime at={storm.closesAt} now={now} />
        </p>
        <p class="small soft">
          Set on the clock of {storm.timeZone.replaceAll('_', ' ')} by {starter?.displayName ?? 'a former colleague'}.
        </p>
      </AsideSection>
    </>
  )
}

function ResultNote(props: StormPageProps) {
  const { result, ideas } = props.room
  const chosen = ideas.filter((idea) => idea.place !== null)
  return (
    <Notebox icon="seal-check" tone="ok">
      <p>
        <b>
          {chosen.length === 0
            ? 'No idea was chosen.'
            : chosen.length === 1
              ? 'One idea was chosen.'
              : `${chosen.length} ideas were chosen.`}
        </b>{' '}
        {result ? <a href={threadAddress(result)}>Read the result: {result.title}</a> : 'The result was taken back.'}
      </p>
    </Notebox>
  )
}

function Ideas(props: StormPageProps) {
  const { room } = props
  const { ideas, state } = room
  if (state === 'before')
    return (
      <Empty title="The session has not opened" realm={room.storm.realm}>
        <p>Ideas can be submitted from the opening on. Nothing is sent before.</p>
      </Empty>
    )
  return (
    <section aria-labelledby="ideas-title" class="stack">
      <h2 id="ideas-title">
        {ideas.length === 1 ? '1 idea' : `${ideas.length === 500 ? 'The first 500' : ideas.length} ideas`}
      </h2>
      {ideas.length === 0 ? (
        <p class="soft">{state === 'open' ? 'Yours can be the first.' : 'Nobody submitted one.'}</p>
      ) : null}
      {ideas.map((idea) => (
        <IdeaEntry {...props} idea={idea} />
      ))}
    </section>
  )
}

function IdeaEntry(props: StormPageProps & { idea: StormIdea }) {
  const { room, idea } = props
  return (
    <Card level={3} title={<a href={threadAddress(idea)}>{titleOf(idea)}</a>} id={`idea-${idea.id}`}>
      <div class="stack-s">
        {idea.place === null ? null : (
          <p>
            <Pill icon="medal" tone="ok">
              Chosen, place {idea.place}
            </Pill>
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
  const words = { count: idea.votes, label: votesWords(idea.votes) }
  if (room.state === 'open' && viewer.kind === 'visitor')
    return <SameHere {...words} href={`/sign-in?next=/storms/${room.storm.id}`} />
  if (!mayVoteFor(viewer, room.may.takePart, idea.authorId).allowed) return <SameHere {...words} />
  return (
    <SameHere
      count={idea.votes}
      label={idea.isMine ? `${votesWords(idea.votes)}, yours too` : `${votesWords(idea.votes)}, add yours`}
      pressed={idea.isMine}
      action={`/storms/${room.storm.id}/votes`}
      fields={{ idea: String(idea.id), for: idea.isMine ? 'no' : 'yes' }}
    />
  )
}

function Submit(props: StormPageProps) {
  const { room, form } = props
  const { storm, space } = room
  return (
    <Composer
      realm={storm.realm}
      action={`/storms/${storm.id}/ideas`}
      audience={{ word: props.audience.word, who: props.audience.who }}
      formLabel="Submit an idea"
      label="Your idea"
      name="body"
      id="submit"
      placeholder="What should be, and why?"
      submit="Submit this idea"
      value={form.values.body ?? ''}
      error={form.errors.body}
      editor={editorOf(space, `storm:${storm.id}`)}
      before={
        <div class="stack-s composer-fields">
          <Input
            name="title"
            label="Your idea in one sentence"
            maxlength={200}
            required
            value={form.values.title}
            error={form.errors.title}
          />
        </div>
      }
    />
  )
}

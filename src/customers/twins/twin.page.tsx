import { stageWords } from '../../content/ideas/ideas.ts'
import { authorOf } from '../../people/accounts/accounts.parts.tsx'
import type { Viewer } from '../../platform/context.ts'
import { said } from '../../platform/languages/languages.ts'
import type { FormState } from '../../platform/http/form.ts'
import { audienceWords } from '../../realms/audience/audience.ts'
import { threadAddress } from '../../content/threads/threads.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { Input, Select, Textarea } from '../../ui/field.tsx'
import { Crumbs, PageHead } from '../../ui/page.tsx'
import { Said } from '../../ui/post.tsx'
import { type KnotWords, Seam } from '../../ui/seam.tsx'
import { Stats } from '../../ui/stat.tsx'
import { Card, Notebox } from '../../ui/surface.tsx'
import { Facts } from '../../ui/table.tsx'
import { Time, useReaderClock } from '../../ui/time.tsx'
import { timeWords } from '../../ui/time.shared.ts'
import { useWords } from '../../ui/words.tsx'
import { PublicSide } from './public-side.tsx'
import { WordsPart } from './words-part.tsx'
import type { NoteKind, PublicPreview, TwinRoom } from './twins.ts'

export interface TwinPageProps {
  readonly room: TwinRoom
  readonly preview: PublicPreview | undefined
  readonly viewer: Viewer
  readonly company: string
  readonly now: Date
  /** Stored Markdown to safe HTML, as each side draws it. */
  readonly renderInside: (body: string) => string
  readonly renderOutside: (body: string) => string
  readonly form: FormState
}

const noteWords: Record<NoteKind, string> = {
  feasibility: said('Feasibility'),
  cost: said('Cost and effort'),
  risk: said('Risk'),
}

/** One idea, two halves: the inside with what stays there, the outside as everybody reads it. */
export function TwinPage(props: TwinPageProps) {
  const say = useWords()
  const { room, now } = props
  const { twin, inner, outer } = room
  return (
    <>
      <PageHead
        title={<bdi>{inner.thread.title}</bdi>}
        intro={say('One idea, two halves. The left half stays with us; the right half is what everybody outside sees.')}
        crumbs={<Crumbs label={say('You are here')} crumbs={[{ label: say('Twins'), href: '/inside/twins' }]} />}
        actions={
          <LinkButton href={threadAddress(outer.thread)} icon="eye">
            {say('Open it outside')}
          </LinkButton>
        }
      />
      {twin.endedAt ? (
        <Notebox icon="link-break" tone="warn">
          <p>
            {say.with('This twin was ended {when}: {reason} Everything stays to be read.', {
              when: <Time at={twin.endedAt} now={now} form="long" />,
              reason: twin.endedBecause,
            })}
          </p>
        </Notebox>
      ) : null}
      <Seam
        knots={knotsOf(props)}
        inside={{
          chip: say('Inside twin'),
          headingId: 'inside-title',
          audience: {
            realm: 'inside',
            word: say('Inside'),
            who: audienceWords(room.innerAudience, say),
            exactly: { label: say('Who exactly'), href: `/readers/thread/${inner.id}` },
          },
          children: <InsideHalf {...props} />,
        }}
        outside={{
          chip: say('Public idea'),
          headingId: 'outside-title',
          audience: {
            realm: 'outside',
            word: say('Outside'),
            who: room.outerAudience.everyone ? say('Anyone on the web') : audienceWords(room.outerAudience, say),
            exactly: { label: say('Who exactly'), href: `/readers/thread/${outer.id}` },
          },
          children: <PublicSide {...props} />,
        }}
      />
      <div class="stack mt2">
        <WordsPart {...props} />
        <EndPart {...props} />
      </div>
    </>
  )
}

function InsideHalf(props: TwinPageProps) {
  const say = useWords()
  const { room, viewer, company, now } = props
  const { inner, outer, notes, debate, people } = room
  const effort = notes.findLast((note) => note.kind === 'cost')
  const isShort = effort !== undefined && effort.body.length <= 40
  return (
    <>
      <h2 id="inside-title">
        <a href={threadAddress(inner.thread)} dir="auto">
          {inner.thread.title}
        </a>
      </h2>
      <Stats
        stats={[
          { label: say('Votes of employees'), value: say.number(inner.votes.score), detail: say('inside') },
          { label: say('Votes of customers'), value: say.number(outer.votes.score), detail: say('outside') },
          { label: say('Stage inside'), value: say.again(stageWords[inner.stage]) },
          ...(isShort ? [{ label: say('Cost and effort'), value: <bdi>{effort.body}</bdi> }] : []),
        ]}
      />
      {outer.votes.staff.promoted + outer.votes.staff.demoted > 0 ? (
        <p class="small soft">
          {say('Employees who voted on the public idea, counted with neither: {promoted} for, {demoted} against.', {
            promoted: outer.votes.staff.promoted,
            demoted: outer.votes.staff.demoted,
          })}
        </p>
      ) : null}
      <Said
        realm="inside"
        id={`idea-${inner.id}`}
        author={authorOf(people.get(inner.thread.authorId), viewer, company)}
        meta={<Time at={inner.thread.createdAt} now={now} form="long" />}
        html={props.renderInside(inner.thread.body)}
      />
      {notes.map((note) => (
        <Said
          realm="inside"
          id={`note-${note.id}`}
          author={authorOf(people.get(note.writtenBy), viewer, company)}
          meta={
            <>
              {say.again(noteWords[note.kind])} · <Time at={note.writtenAt} now={now} form="long" />
            </>
          }
          html={props.renderInside(note.body)}
        />
      ))}
      {room.mayWrite ? <NoteForm {...props} /> : null}
      <h3>{debate.length === 0 ? say('No debate yet') : say('Debate')}</h3>
      {debate.map((reply) => (
        <Said
          realm="inside"
          id={`debate-${reply.id}`}
          author={authorOf(people.get(reply.authorId), viewer, company)}
          meta={<Time at={reply.createdAt} now={now} form="long" />}
          html={props.renderInside(reply.body)}
        />
      ))}
      <p class="small">
        <a href={threadAddress(inner.thread)}>{say('Debate it at the inside idea')}</a>
      </p>
    </>
  )
}

function NoteForm(props: TwinPageProps) {
  const say = useWords()
  const { room, form } = props
  return (
    <details open={form.values.form === 'note'}>
      <summary>{say('Note feasibility, cost or a risk')}</summary>
      <form method="post" action={`/inside/twins/${room.twin.id}/notes`} class="stack-s mt1">
        <input type="hidden" name="form" value="note" />
        <Select
          name="kind"
          label={say('About | what a note is about')}
          value={form.values.kind}
          error={form.errors.kind}
          options={Object.entries(noteWords).map(([value, label]) => ({ value, label: say.again(label) }))}
        />
        <Textarea
          name="body"
          label={say('Your note')}
          hint={say('Read inside alone, like the idea on this side.')}
          maxlength={5000}
          required
          value={form.values.form === 'note' ? form.values.body : undefined}
          error={form.errors.body}
        />
        <p>
          <Button>{say('Keep it inside')}</Button>
        </p>
      </form>
    </details>
  )
}

function EndPart(props: TwinPageProps) {
  const say = useWords()
  const { room, form, now } = props
  const { twin, people, crossing } = room
  return (
    <Card title={say('The join')} id="join">
      <Facts
        facts={[
          { term: say('Joined | two ideas'), detail: <Time at={twin.joinedAt} now={now} form="long" /> },
          {
            term: say('By | whom'),
            detail: <bdi>{people.get(twin.joinedBy)?.displayName ?? say('a former colleague')}</bdi>,
          },
          { term: say('Why'), detail: <bdi>{crossing.reason}</bdi> },
          {
            term: say('Record'),
            detail: <a href={`/inside/crossings/${crossing.id}`}>{say('The crossing in the log of the wall')}</a>,
          },
        ]}
      />
      {!twin.endedAt && room.mayEnd.allowed ? (
        <details open={Boolean(form.errors.reason && form.values.form === 'end')}>
          <summary>{say('End this twin')}</summary>
          <form method="post" action={`/inside/twins/${twin.id}/end`} class="stack-s mt1">
            <input type="hidden" name="form" value="end" />
            <Input
              id="end-reason"
              name="reason"
              label={say('Why')}
              hint={say('Both ideas, every note and every public answer stay as they are.')}
              maxlength={500}
              required
              value={form.values.form === 'end' ? form.values.reason : undefined}
              error={form.values.form === 'end' ? form.errors.reason : undefined}
            />
            <p>
              <Button kind="danger">{say('End this twin')}</Button>
            </p>
          </form>
        </details>
      ) : null}
    </Card>
  )
}

/** A knot for the join and for each answer that went out, down the line in order of time. */
function knotsOf(props: TwinPageProps): KnotWords[] {
  const say = useWords()
  const { room, now } = props
  const clock = useReaderClock()
  const crossed = [...room.crossings.values()].sort((a, b) => a.id - b.id)
  const step = 70 / (crossed.length + 1)
  const joined = timeWords(room.twin.joinedAt, { now, ...clock })
  return [
    { direction: 'in', at: 12, label: joined, title: say('Joined | two ideas') },
    ...crossed.map((crossing, at) => ({
      direction: 'out' as const,
      at: 12 + Math.round((at + 1) * step),
      label: timeWords(crossing.happenedAt, { now, ...clock }),
      title: crossing.recalledBy === null ? say('Published out') : say('Published out, recalled since'),
    })),
  ]
}

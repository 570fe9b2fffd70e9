import { stageWords } from '../../content/ideas/ideas.ts'
import { authorOf } from '../../people/accounts/accounts.parts.tsx'
import type { Viewer } from '../../platform/context.ts'
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

export const noteWords: Record<NoteKind, string> = { feasibility: 'Feasibility', cost: 'Cost and effort', risk: 'Risk' }

/** One idea, two halves: the inside with what stays there, the outside as everybody reads it. */
export function TwinPage(props: TwinPageProps) {
  const { room, now } = props
  const { twin, inner, outer } = room
  return (
    <>
      <PageHead
        title={inner.thread.title}
        intro="One idea, two halves. The left half stays with us; the right half is what everybody outside sees."
        crumbs={<Crumbs label="You are here" crumbs={[{ label: 'Twins', href: '/inside/twins' }]} />}
        actions={
          <LinkButton href={threadAddress(outer.thread)} icon="eye">
            Open it outside
          </LinkButton>
        }
      />
      {twin.endedAt ? (
        <Notebox icon="link-break" tone="warn">
          <p>
            This twin was ended <Time at={twin.endedAt} now={now} form="long" />: {twin.endedBecause} Everything stays
            to be read.
          </p>
        </Notebox>
      ) : null}
      <Seam
        knots={knotsOf(props)}
        inside={{
          chip: 'Inside twin',
          headingId: 'inside-title',
          audience: {
            realm: 'inside',
            word: 'Inside',
            who: audienceWords(room.innerAudience),
            exactly: { label: 'Who exactly', href: `/readers/thread/${inner.id}` },
          },
          children: <InsideHalf {...props} />,
        }}
        outside={{
          chip: 'Public idea',
          headingId: 'outside-title',
          audience: {
            realm: 'outside',
            word: 'Outside',
            who: room.outerAudience.everyone ? 'Anyone on the web' : audienceWords(room.outerAudience),
            exactly: { label: 'Who exactly', href: `/readers/thread/${outer.id}` },
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
  const { room, viewer, company, now } = props
  const { inner, outer, notes, debate, people } = room
  const effort = notes.findLast((note) => note.kind === 'cost')
  const isShort = effort !== undefined && effort.body.length <= 40
  return (
    <>
      <h2 id="inside-title">
        <a href={threadAddress(inner.thread)}>{inner.thread.title}</a>
      </h2>
      <Stats
        stats={[
          { label: 'Votes of employees', value: inner.votes.score, detail: 'inside' },
          { label: 'Votes of customers', value: outer.votes.score, detail: 'outside' },
          { label: 'Stage inside', value: stageWords[inner.stage] },
          ...(isShort ? [{ label: 'Cost and effort', value: effort.body }] : []),
        ]}
      />
      {outer.votes.staff.promoted + outer.votes.staff.demoted > 0 ? (
        <p class="small soft">
          Employees who voted on the public idea, counted with neither: {outer.votes.staff.promoted} for,{' '}
          {outer.votes.staff.demoted} against.
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
              {noteWords[note.kind]} · <Time at={note.writtenAt} now={now} form="long" />
            </>
          }
          html={props.renderInside(note.body)}
        />
      ))}
      {room.mayWrite ? <NoteForm {...props} /> : null}
      <h3>{debate.length === 0 ? 'No debate yet' : 'Debate'}</h3>
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
        <a href={threadAddress(inner.thread)}>Debate it at the inside idea</a>
      </p>
    </>
  )
}

function NoteForm(props: TwinPageProps) {
  const { room, form } = props
  return (
    <details open={form.values.form === 'note'}>
      <summary>Note feasibility, cost or a risk</summary>
      <form method="post" action={`/inside/twins/${room.twin.id}/notes`} class="stack-s mt1">
        <input type="hidden" name="form" value="note" />
        <Select
          name="kind"
          label="About"
          value={form.values.kind}
          error={form.errors.kind}
          options={Object.entries(noteWords).map(([value, label]) => ({ value, label }))}
        />
        <Textarea
          name="body"
          label="Your note"
          hint="Read inside alone, like the idea on this side."
          maxlength={5000}
          required
          value={form.values.form === 'note' ? form.values.body : undefined}
          error={form.errors.body}
        />
        <p>
          <Button>Keep it inside</Button>
        </p>
      </form>
    </details>
  )
}

function EndPart(props: TwinPageProps) {
  const { room, form, now } = props
  const { twin, people, crossing } = room
  return (
    <Card title="The join" id="join">
      <Facts
        facts={[
          { term: 'Joined', detail: <Time at={twin.joinedAt} now={now} form="long" /> },
          { term: 'By', detail: people.get(twin.joinedBy)?.displayName ?? 'a former colleague' },
          { term: 'Why', detail: crossing.reason },
          {
            term: 'Record',
            detail: <a href={`/inside/crossings/${crossing.id}`}>The crossing in the log of the wall</a>,
          },
        ]}
      />
      {!twin.endedAt && room.mayEnd.allowed ? (
        <details open={Boolean(form.errors.reason && form.values.form === 'end')}>
          <summary>End this twin</summary>
          <form method="post" action={`/inside/twins/${twin.id}/end`} class="stack-s mt1">
            <input type="hidden" name="form" value="end" />
            <Input
              id="end-reason"
              name="reason"
              label="Why"
              hint="Both ideas, every note and every public answer stay as they are."
              maxlength={500}
              required
              value={form.values.form === 'end' ? form.values.reason : undefined}
              error={form.values.form === 'end' ? form.errors.reason : undefined}
            />
            <p>
              <Button kind="danger">End this twin</Button>
            </p>
          </form>
        </details>
      ) : null}
    </Card>
  )
}

/** A knot for the join and for each answer that went out, down the line in order of time. */
function knotsOf(props: TwinPageProps): KnotWords[] {
  const { room, now } = props
  const clock = useReaderClock()
  const crossed = [...room.crossings.values()].sort((a, b) => a.id - b.id)
  const step = 70 / (crossed.length + 1)
  const joined = timeWords(room.twin.joinedAt, { now, ...clock })
  return [
    { direction: 'in', at: 12, label: joined, title: 'Joined' },
    ...crossed.map((crossing, at) => ({
      direction: 'out' as const,
      at: 12 + Math.round((at + 1) * step),
      label: timeWords(crossing.happenedAt, { now, ...clock }),
      title: crossing.recalledBy === null ? 'Published out' : 'Published out, recalled since',
    })),
  ]
}

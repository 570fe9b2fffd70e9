import type { FormState } from '../../platform/http/form.ts'
import { Pill } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Check, Textarea } from '../../ui/field.tsx'
import { Crumbs, PageHead } from '../../ui/page.tsx'
import { AudienceLine } from '../../ui/realm.tsx'
import { Card, Empty } from '../../ui/surface.tsx'
import { useWords } from '../../ui/words.tsx'
import { StormTime, titleOf } from './storms.parts.tsx'
import type { StormPageProps } from './storm.page.tsx'
import type { StormIdea } from './storms.ts'

/** Every idea of a session with what the judges wrote, for the judges and those who answer for the session. */
export function JudgePage(props: Omit<StormPageProps, 'audience' | 'submitting'> & { form: FormState }) {
  const say = useWords()
  const { room } = props
  const { storm, ideas, may } = room
  return (
    <>
      <PageHead
        title={say('Notes of the judges')}
        intro={<bdi>{storm.question}</bdi>}
        crumbs={
          <Crumbs
            label={say('You are here')}
            crumbs={[
              { label: say('Storm sessions'), href: '/storms' },
              { label: storm.question, href: `/storms/${storm.id}` },
            ]}
          />
        }
      />
      <div class="stack">
        <AudienceLine
          realm={storm.realm}
          word={say('Judges')}
          who={say('{count} judges and those who started the session', { count: room.judges.length })}
        />
        {may.note.allowed ? null : <p class="soft">{say.again(may.note.because)}</p>}
        {ideas.length === 0 ? <Empty title={say('No idea was submitted')} realm={storm.realm} /> : null}
        {ideas.map((idea) => (
          <JudgedIdea {...props} idea={idea} />
        ))}
      </div>
    </>
  )
}

function JudgedIdea(props: Omit<StormPageProps, 'audience' | 'submitting'> & { idea: StormIdea }) {
  const say = useWords()
  const { room, idea, viewer, form, now } = props
  const notes = room.notes.filter((note) => note.threadId === idea.id)
  const own = notes.find((note) => viewer.kind === 'account' && note.judgeId === viewer.id)
  const isTyped = form.values.idea === String(idea.id)
  return (
    <Card title={<bdi>{titleOf(say, idea)}</bdi>} id={`idea-${idea.id}`}>
      <div class="stack-s">
        <p class="small soft">
          {say('{count} votes, {chosen} of {judges} judges would choose it', {
            count: idea.votes,
            chosen: notes.filter((note) => note.chooses).length,
            judges: room.judges.length,
          })}
        </p>
        {notes
          .filter((note) => note !== own || !room.may.note.allowed)
          .map((note) => (
            <div>
              <p class="small">
                <b dir="auto">{room.people.get(note.judgeId)?.displayName ?? say('A former colleague')}</b>{' '}
                <StormTime at={note.writtenAt} now={now} />{' '}
                {note.chooses ? (
                  <Pill icon="check-circle" tone="ok">
                    {say('Would choose it')}
                  </Pill>
                ) : null}
              </p>
              {note.body === '' ? null : <p dir="auto">{note.body}</p>}
            </div>
          ))}
        {room.may.note.allowed ? (
          <form method="post" action={`/storms/${room.storm.id}/notes`} class="stack-s mt1">
            <input type="hidden" name="idea" value={String(idea.id)} />
            <Textarea
              id={`note-${idea.id}`}
              name="body"
              label={say('Your note')}
              hint={say('Read by the other judges and by those who started the session, nobody else.')}
              maxlength={5000}
              value={isTyped ? form.values.body : (own?.body ?? '')}
              error={isTyped ? form.errors.body : undefined}
            />
            <Check
              name="chooses"
              value="yes"
              label={say('I would choose this idea')}
              checked={isTyped ? form.values.chooses === 'yes' : (own?.chooses ?? false)}
            />
            <p>
              <Button>{say('Keep this note')}</Button>
            </p>
          </form>
        ) : null}
      </div>
    </Card>
  )
}

import type { FormState } from '../../platform/http/form.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorSummary, Fieldset, Input, Select, Textarea } from '../../ui/field.tsx'
import { Crumbs, PageHead } from '../../ui/page.tsx'
import { AudienceLine, type AudienceWords } from '../../ui/realm.tsx'
import { useWords } from '../../ui/words.tsx'
import { titleOf } from './storms.parts.tsx'
import type { StormRoom } from './storms.ts'

/** How many places can be given on the page; the first are read, the rest are many. */
export const places = 5

/** Ending a session: the choice, and the post without which it does not end. */
export function FinishPage(props: { room: StormRoom; audience: AudienceWords; form: FormState }) {
  const say = useWords()
  const { room, form } = props
  const { storm, ideas } = room
  const options = [
    { value: '', label: say('No idea') },
    ...ideas.map((idea) => ({
      value: String(idea.id),
      label: say('{title} ({count} votes, {chosen} of {judges} judges)', {
        title: titleOf(say, idea),
        count: idea.votes,
        chosen: room.notes.filter((note) => note.threadId === idea.id && note.chooses).length,
        judges: room.judges.length,
      }),
    })),
  ]
  return (
    <>
      <PageHead
        title={say('Post the result')}
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
      <form method="post" action={`/storms/${storm.id}/finish`} class="stack form-column">
        <ErrorSummary title={say('The result was not posted')} errors={form.errors} />
        <Fieldset id="chosen" label={say('The choice of the judges')} error={form.errors.chosen}>
          {Array.from({ length: Math.min(places, ideas.length) }, (_, at) => (
            <Select
              name={`place${at + 1}`}
              label={say('Place {number}', { number: at + 1 })}
              options={options}
              value={form.values[`place${at + 1}`] ?? ''}
            />
          ))}
          {ideas.length === 0 ? <p class="soft">{say('No idea was submitted. Say so in the result.')}</p> : null}
        </Fieldset>
        <AudienceLine {...props.audience} />
        <Input
          name="title"
          label={say('Title of the result')}
          maxlength={200}
          required
          value={form.values.title}
          error={form.errors.title}
        />
        <Textarea
          name="body"
          label={say('The result')}
          hint={say('Which ideas were chosen, why, and what happens now. Everybody who took part is told.')}
          required
          value={form.values.body}
          error={form.errors.body}
        />
        <p>
          <Button kind="primary">{say('Post the result and end the session')}</Button>
        </p>
      </form>
    </>
  )
}

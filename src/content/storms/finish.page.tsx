import type { FormState } from '../../platform/http/form.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorSummary, Fieldset, Input, Select, Textarea } from '../../ui/field.tsx'
import { Crumbs, PageHead } from '../../ui/page.tsx'
import { AudienceLine, type AudienceWords } from '../../ui/realm.tsx'
import { titleOf, votesWords } from './storms.parts.tsx'
import type { StormRoom } from './storms.ts'

/** How many places can be given on the page; the first are read, the rest are many. */
export const places = 5

/** Ending a session: the choice, and the post without which it does not end. */
export function FinishPage(props: { room: StormRoom; audience: AudienceWords; form: FormState }) {
  const { room, form } = props
  const { storm, ideas } = room
  const options = [
    { value: '', label: 'No idea' },
    ...ideas.map((idea) => ({
      value: String(idea.id),
      label: `${titleOf(idea)} (${idea.votes} ${votesWords(idea.votes)}, ${
        room.notes.filter((note) => note.threadId === idea.id && note.chooses).length
      } of ${room.judges.length} judges)`,
    })),
  ]
  return (
    <>
      <PageHead
        title="Post the result"
        intro={storm.question}
        crumbs={
          <Crumbs
            label="You are here"
            crumbs={[
              { label: 'Storm sessions', href: '/storms' },
              { label: storm.question, href: `/storms/${storm.id}` },
            ]}
          />
        }
      />
      <form method="post" action={`/storms/${storm.id}/finish`} class="stack form-column">
        <ErrorSummary title="The result was not posted" errors={form.errors} />
        <Fieldset id="chosen" label="The choice of the judges" error={form.errors.chosen}>
          {Array.from({ length: Math.min(places, ideas.length) }, (_, at) => (
            <Select
              name={`place${at + 1}`}
              label={`Place ${at + 1}`}
              options={options}
              value={form.values[`place${at + 1}`] ?? ''}
            />
          ))}
          {ideas.length === 0 ? <p class="soft">No idea was submitted. Say so in the result.</p> : null}
        </Fieldset>
        <AudienceLine {...props.audience} />
        <Input
          name="title"
          label="Title of the result"
          maxlength={200}
          required
          value={form.values.title}
          error={form.errors.title}
        />
        <Textarea
          name="body"
          label="The result"
          hint="Which ideas were chosen, why, and what happens now. Everybody who took part is told."
          required
          value={form.values.body}
          error={form.errors.body}
        />
        <p>
          <Button kind="primary">Post the result and end the session</Button>
        </p>
      </form>
    </>
  )
}

import type { FormState } from '../../platform/http/form.ts'
import { ActionButton, Button } from '../../ui/button.tsx'
import { ErrorSummary, Input } from '../../ui/field.tsx'
import { PageHead } from '../../ui/page.tsx'
import { Card } from '../../ui/surface.tsx'
import { Time } from '../../ui/time.tsx'
import { useWords } from '../../ui/words.tsx'
import { type Retagged, type Thread, threadAddress } from '../threads/threads.ts'
import { mostTags } from './tags.ts'

/** Where the tags of a thread are changed without its text. */
export function RetagPage(props: {
  thread: Thread
  tags: readonly string[]
  /** The last time that somebody changed them. */
  retagged: Retagged | undefined
  now: Date
  form: FormState
}) {
  const say = useWords()
  const { thread, tags, retagged, form } = props
  return (
    <>
      <PageHead
        title={say('What it is about')}
        voice
        intro={say('“{title}” keeps its text, its author and its address.', { title: thread.title })}
      />
      <ErrorSummary title={say('Nothing was changed')} errors={form.errors} />
      <form method="post" action={`/threads/${thread.id}/tags`} class="stack mt3">
        <Input
          name="tags"
          label={say('Tags')}
          hint={say('Up to {number}, with commas between them.', { number: mostTags })}
          value={form.values.tags ?? tags.join(', ')}
          error={form.errors.tags}
        />
        <div class="row">
          <Button kind="primary">{say('Change the tags')}</Button>
          <a href={threadAddress(thread)}>{say('Leave them as they are')}</a>
        </div>
      </form>
      {retagged ? <PutBack thread={thread} retagged={retagged} now={props.now} /> : null}
    </>
  )
}

/** What was changed last, and one step back. */
function PutBack(props: { thread: Thread; retagged: Retagged; now: Date }) {
  const say = useWords()
  const { thread, retagged } = props
  const words = (tags: readonly string[]) => (tags.length > 0 ? tags.join(', ') : say('no tags'))
  return (
    <section class="mt4">
      <Card title={say('The last change')}>
        <p>
          {say.with('{name} changed {before} to {after}, {when}.', {
            name: retagged.by,
            before: words(retagged.fromTags),
            after: words(retagged.toTags),
            when: <Time at={retagged.at} now={props.now} form="long" />,
          })}
        </p>
        <ActionButton action={`/threads/${thread.id}/tags`} fields={{ tags: retagged.fromTags.join(', ') }}>
          {say('Put {tags} back', { tags: words(retagged.fromTags) })}
        </ActionButton>
      </Card>
    </section>
  )
}

import type { FormState } from '../../platform/http/form.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorSummary, Input } from '../../ui/field.tsx'
import { PageHead } from '../../ui/page.tsx'
import { type Thread, threadAddress } from '../threads/threads.ts'
import { mostTags } from './tags.ts'

/** Where the tags of a thread are changed without its text. */
export function RetagPage(props: { thread: Thread; tags: readonly string[]; form: FormState }) {
  const { thread, tags, form } = props
  return (
    <>
      <PageHead
        title="What it is about"
        voice
        intro={`“${thread.title}” keeps its text, its author and its address.`}
      />
      <ErrorSummary title="Nothing was changed" errors={form.errors} />
      <form method="post" action={`/threads/${thread.id}/tags`} class="stack mt3">
        <Input
          name="tags"
          label="Tags"
          hint={`Up to ${mostTags}, with commas between them.`}
          value={form.values.tags ?? tags.join(', ')}
          error={form.errors.tags}
        />
        <div class="row">
          <Button kind="primary">Change the tags</Button>
          <a href={threadAddress(thread)}>Leave them as they are</a>
        </div>
      </form>
    </>
  )
}

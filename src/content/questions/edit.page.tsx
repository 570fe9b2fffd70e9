import { InterestField } from '../../people/disclosure/disclosure.parts.tsx'
import type { FormState } from '../../platform/http/form.ts'
import type { Space } from '../../realms/spaces/spaces.ts'
import { Composer } from '../../ui/composer.tsx'
import { PageHead } from '../../ui/page.tsx'
import type { Reply, Thread } from '../threads/threads.ts'
import { editorOf } from '../files/files.ts'

/** Where somebody changes their answer or comment. */
export function EditPage(props: {
  reply: Reply
  space: Space
  /** The question that it stands under, and where it stands. */
  thread: Thread
  address: string
  audience: { word: string; who: string }
  form: FormState
}) {
  const { reply } = props
  const what = reply.kind
  return (
    <>
      <PageHead
        title={`Change your ${what}`}
        voice
        intro={`Under “${props.thread.title}”. The earlier text stays readable in the history.`}
      />
      <Composer
        id="body"
        name="body"
        realm="outside"
        action={`/answers/${reply.id}/edit`}
        audience={props.audience}
        formLabel={`Change your ${what}`}
        label={`Your ${what}`}
        value={props.form.values.body ?? reply.body}
        error={props.form.errors.body}
        submit="Save the change"
        editor={editorOf(props.space, `edit:${reply.id}`, props.thread)}
        before={
          <div class="composer-fields">
            <InterestField id="edit" {...props.form} />
          </div>
        }
      />
      <p class="mt4">
        <a href={props.address}>Leave it as it is</a>
      </p>
    </>
  )
}

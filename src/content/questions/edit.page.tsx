import { InterestField } from '../../people/disclosure/disclosure.parts.tsx'
import type { FormState } from '../../platform/http/form.ts'
import type { Space } from '../../realms/spaces/spaces.ts'
import { Composer } from '../../ui/composer.tsx'
import { PageHead } from '../../ui/page.tsx'
import { useWords } from '../../ui/words.tsx'
import type { Reply, Thread } from '../threads/threads.ts'
import { editorOf } from '../files/files.ts'
import { replyWords } from './reply-words.ts'

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
  const say = useWords()
  const words = replyWords[reply.kind]
  return (
    <>
      <PageHead
        title={say.again(words.change)}
        voice
        intro={say('Under “{title}”. The earlier text stays readable in the history.', { title: props.thread.title })}
      />
      <Composer
        id="body"
        name="body"
        realm="outside"
        action={`/answers/${reply.id}/edit`}
        audience={props.audience}
        formLabel={say.again(words.change)}
        label={say.again(words.own)}
        value={props.form.values.body ?? reply.body}
        error={props.form.errors.body}
        submit={say('Save the change')}
        editor={editorOf(props.space, `edit:${reply.id}`, props.thread)}
        before={
          <div class="composer-fields">
            <InterestField id="edit" {...props.form} />
          </div>
        }
      />
      <p class="mt4">
        <a href={props.address}>{say('Leave it as it is')}</a>
      </p>
    </>
  )
}

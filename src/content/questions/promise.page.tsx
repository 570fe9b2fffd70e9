import type { FormState } from '../../platform/http/form.ts'
import type { Space } from '../../realms/spaces/spaces.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorSummary, Input } from '../../ui/field.tsx'
import { PageHead } from '../../ui/page.tsx'
import { useWords } from '../../ui/words.tsx'

/** Where the stewards of a space outside say how soon questions there are answered. */
export function PromisePage(props: { space: Space; promise: number | null; company: string; form: FormState }) {
  const say = useWords()
  const { space, promise, form } = props
  return (
    <>
      <PageHead
        title={say('What is promised in {space}', { space: space.title })}
        voice
        intro={say('A question that waits longer than this shows as owed by {company}, for everybody who reads it.', {
          company: props.company,
        })}
      />
      <ErrorSummary title={say('Nothing was changed')} errors={{ hours: form.errors.hours }} />
      <form method="post" action={`/s/${space.slug}/-/promise`} class="stack mt3">
        <Input
          name="hours"
          type="number"
          min={1}
          max={8760}
          label={say('Hours until an answer')}
          hint={say('Left empty, nothing is promised. It counts for what is asked from now on.')}
          value={form.values.hours ?? (promise === null ? '' : String(promise))}
          error={form.errors.hours}
        />
        <div>
          <Button kind="primary">{say('Promise it')}</Button>
        </div>
      </form>
      <p class="mt4">
        <a href={`/s/${space.slug}`}>{say('Leave it as it is')}</a>
      </p>
    </>
  )
}

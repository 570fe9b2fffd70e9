import type { FormState } from '../../platform/http/form.ts'
import type { Space } from '../../realms/spaces/spaces.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorSummary, Input } from '../../ui/field.tsx'
import { PageHead } from '../../ui/page.tsx'

/** Where the stewards of a space outside say how soon questions there are answered. */
export function PromisePage(props: { space: Space; promise: number | null; company: string; form: FormState }) {
  const { space, promise, form } = props
  return (
    <>
      <PageHead
        title={`What is promised in ${space.title}`}
        voice
        intro={`A question that waits longer than this shows as owed by ${props.company}, for everybody who reads it.`}
      />
      <ErrorSummary title="Nothing was changed" errors={{ hours: form.errors.hours }} />
      <form method="post" action={`/s/${space.slug}/-/promise`} class="stack mt3">
        <Input
          name="hours"
          type="number"
          min={1}
          max={8760}
          label="Hours until an answer"
          hint="Left empty, nothing is promised. It counts for what is asked from now on."
          value={form.values.hours ?? (promise === null ? '' : String(promise))}
          error={form.errors.hours}
        />
        <div>
          <Button kind="primary">Promise it</Button>
        </div>
      </form>
      <p class="mt4">
        <a href={`/s/${space.slug}`}>Leave it as it is</a>
      </p>
    </>
  )
}

import { Input, Select } from '../../ui/field.tsx'
import { useWords } from '../../ui/words.tsx'
import { interestKinds, interestWords } from './interests.ts'

/** What was wrong with the two fields, by their ids, for the summary over the form. */
export function interestErrors(id: string, errors: Readonly<Record<string, string>>) {
  return { [`${id}-interest`]: errors.interest, [`${id}-interest-words`]: errors['interest-words'] }
}

/**
 * Where somebody states an interest in what they write about, folded under a composer. `errors` and `values` are those
 * of the form.
 */
export function InterestField(props: {
  id: string
  values?: Readonly<Record<string, string>>
  errors?: Readonly<Record<string, string>>
}) {
  const say = useWords()
  const { id, values = {}, errors = {} } = props
  const stated = [values.interest, values['interest-words'], errors.interest, errors['interest-words']].some(Boolean)
  return (
    <details class="interest" open={stated}>
      <summary>{say('Your interest in this, if you have one')}</summary>
      <div class="stack-s mt3">
        <Select
          id={`${id}-interest`}
          name="interest"
          label={say('What readers should know')}
          hint={say('It stands at your post for good, also when you change the text.')}
          options={[
            { value: '', label: say('Nothing to disclose') },
            ...interestKinds.map((kind) => ({ value: kind, label: say.again(interestWords[kind]) })),
          ]}
          value={values.interest}
          error={errors.interest}
        />
        <Input
          id={`${id}-interest-words`}
          name="interest-words"
          label={say('In a few words')}
          maxLength={200}
          value={values['interest-words']}
          error={errors['interest-words']}
        />
      </div>
    </details>
  )
}

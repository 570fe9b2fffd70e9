import { said } from '../../platform/languages/languages.ts'
import type { FormState } from '../../platform/http/form.ts'
import { Input, Select, Textarea } from '../../ui/field.tsx'
import { Tags } from '../../ui/badge.tsx'
import { useWords } from '../../ui/words.tsx'
import type { Group } from './groups.ts'

/** For `say.again`. */
export const kindWords = { group: said('Group'), 'virtual-team': said('Virtual team') } as const

/** The groups that somebody is in, one after the other; nothing when there are none. */
export function GroupTags(props: { groups: readonly Group[] }) {
  return <Tags tags={props.groups.map(({ title, slug }) => ({ label: title, href: `/inside/groups/${slug}` }))} />
}

/** Name, purpose and, for a new one, the kind of a group. */
export function GroupFields(props: { form: FormState; values: Record<string, string>; isNew?: boolean }) {
  const say = useWords()
  const { values } = props
  const { errors } = props.form
  return (
    <>
      <Input name="title" label={say('Name')} required maxlength={120} value={values.title} error={errors.title} />
      <Textarea
        name="purpose"
        label={say('What it is for | a group')}
        rows={2}
        maxlength={500}
        value={values.purpose}
        error={errors.purpose}
      />
      {props.isNew ? (
        <Select
          name="kind"
          label={say('Kind | of a group')}
          options={[
            { value: 'group', label: say('Group: stays') },
            { value: 'virtual-team', label: say('Virtual team: for one problem, for a time') },
          ]}
          value={values.kind}
          error={errors.kind}
        />
      ) : null}
    </>
  )
}

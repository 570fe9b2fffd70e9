import type { Say } from '../../platform/languages/languages.ts'
import type { FormState } from '../../platform/http/form.ts'
import { InterestField } from '../../people/disclosure/disclosure.parts.tsx'
import { type Audience, audienceBeforeWriting } from '../../realms/audience/audience.ts'
import { realmNames } from '../../realms/spaces/spaces.parts.tsx'
import type { Space } from '../../realms/spaces/spaces.ts'
import { Composer } from '../../ui/composer.tsx'
import { ErrorSummary, Input, Select } from '../../ui/field.tsx'
import { PageHead } from '../../ui/page.tsx'
import { Segmented } from '../../ui/tabs.tsx'
import { useWords } from '../../ui/words.tsx'
import { editorOf } from '../files/files.ts'
import type { Category } from '../ideas/ideas.ts'
import { ProductField } from '../tags/tags.parts.tsx'
import { type Product, mostTags } from '../tags/tags.ts'
import { ReachField } from '../threads/threads.parts.tsx'
import type { Reach, Thread } from '../threads/threads.ts'
import { actionBase, ideaAddress, newIdeaPath } from './idea-words.ts'

export interface WritePageProps {
  /** Where it is posted. */
  readonly space: Space
  /** The other places to post in. */
  readonly spaces: readonly Space[]
  readonly audience: Audience
  readonly categories: readonly Category[]
  /** How far it can reach, the widest first; one where there is no choice. */
  readonly reaches: readonly Reach[]
  /** How far it reaches until something else is chosen. */
  readonly starts?: Reach
  /** Of the outside; none elsewhere. */
  readonly products: readonly Product[]
  readonly form: FormState
  /** The idea that is changed; absent when a new one is posted. */
  readonly changing?: Thread
}

/** Where an idea is posted, and where it is changed: title, text, category, product, tags. */
export function WriteIdeaPage(props: WritePageProps) {
  const say = useWords()
  const { space, changing, form } = props
  const { values, errors } = form
  return (
    <>
      <PageHead
        title={changing ? say('Change your idea') : say('Post an idea')}
        voice={space.realm === 'outside'}
        intro={
          changing
            ? say('The earlier text stays readable in the history. Votes stay as they are.')
            : say('One idea at a time. Say what should be different, and for whom it would be better.')
        }
      />
      <ErrorSummary
        title={say('This is not posted yet')}
        errors={{
          title: errors.title,
          body: errors.body,
          tags: errors.tags,
          category: errors.category,
          product: errors.product,
          reach: errors.reach,
        }}
      />
      {!changing && props.spaces.length > 1 ? (
        <Segmented
          label={say('Where to post')}
          segments={props.spaces.map((one) => ({
            href: newIdeaPath(one.realm, { space: one.slug, product: values.product }),
            label: one.title,
            current: one.id === space.id,
          }))}
        />
      ) : null}
      <div class="mt4 thread-column">
        <Composer
          id="body"
          name="body"
          realm={space.realm}
          action={changing ? `${actionBase(changing)}/edit` : newIdeaPath(space.realm)}
          fields={changing ? {} : { space: space.slug }}
          audience={stripOf(say, props)}
          formLabel={changing ? say('Change your idea') : say('Post an idea')}
          label={say('Your idea in full')}
          placeholder={say('What should be different, and why')}
          value={values.body ?? ''}
          error={errors.body}
          submit={changing ? say('Save the change') : submitWords(say, props)}
          editor={editorOf(space, changing ? `idea:${changing.id}` : `idea-in:${space.id}`, changing)}
          before={<Fields {...props} />}
        />
      </div>
      {changing ? (
        <p class="mt4">
          <a href={ideaAddress(changing)}>{say('Leave it as it is')}</a>
        </p>
      ) : null}
    </>
  )
}

function Fields(props: WritePageProps) {
  const say = useWords()
  const { form, changing } = props
  const { values, errors } = form
  return (
    <div class="stack-s composer-fields">
      <Input
        name="title"
        label={say('Your idea in one line')}
        required
        maxLength={200}
        value={values.title}
        error={errors.title}
      />
      {!changing && props.categories.length > 0 ? (
        <Select
          name="category"
          label={say('Category')}
          options={[
            { value: '', label: say('None of these') },
            ...props.categories.map(({ slug, title }) => ({ value: slug, label: title })),
          ]}
          value={values.category}
          error={errors.category}
        />
      ) : null}
      <ProductField products={props.products} value={values.product} error={errors.product} />
      <Input
        name="tags"
        label={say('Tags')}
        hint={say('Up to {number}, with commas between them, such as: range, display', { number: mostTags })}
        value={values.tags}
        error={errors.tags}
      />
      {changing ? null : (
        <ReachField
          reaches={props.reaches}
          starts={props.starts ?? null}
          everyone={props.audience.everyone}
          hint={say('It can reach fewer people later, never more.')}
          value={values.reach}
          error={errors.reach}
        />
      )}
      {!changing && props.space.realm === 'outside' ? <InterestField id="idea" {...form} /> : null}
    </div>
  )
}

/** Who will read it; where it starts with fewer readers than the space has, the choice under it says who. */
function stripOf(say: Say, { space, audience, starts = null }: WritePageProps) {
  if (starts !== null)
    return { word: say.again(realmNames[space.realm]), who: say('for whom you choose under “Who may read it”') }
  return {
    word: audience.everyone ? say('Public') : say.again(realmNames[space.realm]),
    who: audienceBeforeWriting(audience),
  }
}

function submitWords(say: Say, { space, audience, reaches }: WritePageProps): string {
  if (space.realm === 'inside') return say('Post inside')
  if (space.realm === 'bridge') return say('Post to everyone in the room')
  // With a choice of readers under it the button promises none of them.
  if (reaches.length > 1) return say('Post the idea')
  return audience.everyone ? say('Post publicly') : say('Post to members')
}

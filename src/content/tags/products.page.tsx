import type { PageOf } from '../../platform/cursor.ts'
import type { FormState } from '../../platform/http/form.ts'
import { ActionButton, Button } from '../../ui/button.tsx'
import { ErrorSummary, Input } from '../../ui/field.tsx'
import { Crumbs, PageHead, Pages } from '../../ui/page.tsx'
import { Empty } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { useWords } from '../../ui/words.tsx'
import type { ProductStory } from './naming-products.ts'
import { tagAddress, tagsAddress } from './tags.ts'

/** Where the stewards of the outside say which tags are products. */
export const productsPath = `${tagsAddress('outside')}/-/products`

/** Which tags are products, who said so and when, and a field that names another one. */
export function ProductsPage(props: { page: PageOf<ProductStory>; form: FormState; later: boolean; now: Date }) {
  const say = useWords()
  const { page, form, now } = props
  const who = (person: ProductStory['namedBy'], at: Date) => (
    <>
      <bdi>{person?.displayName ?? 'Tango'}</bdi>, <Time at={at} now={now} />
    </>
  )
  return (
    <>
      <PageHead
        title={say('Tags that are products')}
        voice
        crumbs={<Crumbs label={say('You are here')} crumbs={[{ label: say('Tags'), href: tagsAddress('outside') }]} />}
        intro={say('Everybody outside can choose a product where they write and narrow lists and searches to it.')}
      />
      <ErrorSummary title={say('Nothing was changed')} errors={form.errors} />
      <div class="stack">
        <form method="post" action={productsPath} class="stack-s">
          <input type="hidden" name="is" value="yes" />
          <Input
            name="name"
            label={say('Another product')}
            hint={say('A tag, whether or not something carries it. Its name is seen by everybody outside.')}
            value={form.values.name ?? ''}
            error={form.errors.name}
          />
          <div>
            <Button kind="primary">{say('Name it a product')}</Button>
          </div>
        </form>
        {page.items.length === 0 ? (
          <Empty title={say('No tag is a product yet')} realm="outside" />
        ) : (
          <Table
            caption={say('Tags that are products')}
            columns={[{ label: say('Tag') }, { label: say('Named a product') }, { label: say('Taken back') }]}
            rows={page.items.map((story) => [
              <a href={tagAddress(story.name)}>
                <bdi>{story.name}</bdi>
              </a>,
              who(story.namedBy, story.namedAt),
              story.endedAt === null ? (
                <ActionButton
                  size="s"
                  action={productsPath}
                  fields={{ name: story.name, is: 'no' }}
                  label={say('Take back: {tag} is a product', { tag: story.name })}
                >
                  {say('Take back')}
                </ActionButton>
              ) : (
                who(story.endedBy, story.endedAt)
              ),
            ])}
          />
        )}
        <Pages
          label={say('More products')}
          {...(props.later && { newer: { href: productsPath, label: say('Newest') } })}
          {...(page.next && { older: { href: `${productsPath}?after=${page.next}`, label: say('Older') } })}
        />
      </div>
    </>
  )
}

import { Select } from '../../ui/field.tsx'
import { Segmented } from '../../ui/tabs.tsx'
import { bold, linkTo, useWords } from '../../ui/words.tsx'
import { type About, type Product, productCalled } from './products.ts'

/** What a list is about, under its other choices: a product that is chosen here, and a tag that is let go here. */
export function AboutChoice(props: {
  products: readonly Product[]
  about: About
  /** The list about something else; what is empty is left out. */
  address: (about: About) => string
}) {
  const say = useWords()
  const { products, about, address } = props
  return (
    <>
      {products.length > 0 ? (
        <div class="mt3">
          <ProductSegments
            products={products}
            chosen={about.product}
            address={(product = '') => address({ ...about, product })}
          />
        </div>
      ) : null}
      {about.tag ? (
        <p class="mt3 small">
          {say.with('Only with the tag <b>{tag}</b>. <a>Show all tags</a>', {
            b: bold,
            tag: <bdi>{about.tag}</bdi>,
            a: linkTo(address({ ...about, tag: '' })),
          })}
        </p>
      ) : null}
    </>
  )
}

/** The products that a list can be narrowed to; nothing where there is none. */
export function ProductSegments(props: {
  products: readonly Product[]
  chosen: string | undefined
  /** The list narrowed to a product; without one, to none. */
  address: (product: string | undefined) => string
}) {
  const say = useWords()
  const { products, chosen, address } = props
  if (products.length === 0) return null
  return (
    <Segmented
      label={say('Product')}
      segments={[
        { href: address(undefined), label: say('All products'), current: !chosen },
        ...products.map(({ name }) => ({ href: address(name), label: name, current: name === chosen })),
      ]}
    />
  )
}

/** Which product a text is about, where one is written; nothing where there is none to choose and none went meanwhile. */
export function ProductField(props: {
  products: readonly Product[]
  value: string | undefined
  error: string | undefined
}) {
  const say = useWords()
  const { products } = props
  if (products.length === 0 && !props.error) return null
  return (
    <Select
      name="product"
      label={say('Product')}
      options={[
        { value: '', label: say('No product | chosen') },
        ...products.map(({ name }) => ({ value: name, label: name })),
      ]}
      value={productCalled(products, props.value)?.name ?? ''}
      error={props.error}
    />
  )
}

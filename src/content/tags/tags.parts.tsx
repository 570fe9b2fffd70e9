import { Select } from '../../ui/field.tsx'
import { Segmented } from '../../ui/tabs.tsx'
import { useWords } from '../../ui/words.tsx'
import { type Product, productCalled } from './products.ts'

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

/** Which product a text is about, where one is written; nothing where there is none to choose. */
export function ProductField(props: {
  products: readonly Product[]
  value: string | undefined
  error: string | undefined
}) {
  const say = useWords()
  const { products } = props
  if (products.length === 0) return null
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

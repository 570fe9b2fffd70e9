import type { Ctx } from '../../platform/context.ts'
import { NotFound } from '../../platform/errors.ts'
import type { Quote } from '../../realms/content-kind.ts'
import { type Crossing, addressesOf, listCrossingsAt, quoteOf } from '../../realms/crossings/crossings.ts'
import { type Space, getSpaceById } from '../../realms/spaces/spaces.ts'
import { type TextThing, threadOf } from './texts.ts'

/** Something that was brought in, as its reader may see it now. */
export interface BroughtIn {
  readonly crossing: Crossing
  /** The source's current text; undefined when the reader may not read it, when it is gone, or when it was taken back. */
  readonly quote: (Quote & { readonly space: Space; readonly href: string }) | undefined
}

export interface Linked {
  readonly crossing: Crossing
  readonly href: string
  readonly title: string
  readonly realm: Space['realm']
}

/** What crossed at a thread or one of its texts, as far as the viewer may see it. */
export interface Crossed {
  readonly broughtIn: BroughtIn | undefined
  /** Standing links whose both ends the viewer may read. */
  readonly links: readonly Linked[]
  /** What was published out of it. */
  readonly published: readonly Crossing[]
  /** Where it was brought in, of the places that the viewer may read. */
  readonly broughtTo: readonly { readonly crossing: Crossing; readonly href: string }[]
}

/** What crossed from or to a text, asked anew at every opening and under the rights of whoever opens. */
export async function crossedAt(ctx: Ctx, thing: TextThing): Promise<Crossed> {
  const crossings = await listCrossingsAt(ctx, thing)
  const isTarget = (crossing: Crossing) => crossing.targetKind === thing.kind && crossing.targetId === thing.id
  const origin = crossings.find((one) => one.act === 'bring-in' && isTarget(one))
  const links: Linked[] = []
  const broughtTo: { crossing: Crossing; href: string }[] = []
  for (const crossing of crossings.filter((one) => one.recalledBy === null)) {
    const { source, target } = await addressesOf(ctx, crossing)
    if (crossing.act === 'link-across' && source && target)
      links.push(await linkedAs(ctx, crossing, isTarget(crossing)))
    if (crossing.act === 'bring-in' && !isTarget(crossing) && target) broughtTo.push({ crossing, href: target })
  }
  return {
    broughtIn: origin && { crossing: origin, quote: await broughtQuote(ctx, origin) },
    links,
    published: crossings.filter((one) => one.act === 'publish-out' && !isTarget(one)),
    broughtTo,
  }
}

async function linkedAs(ctx: Ctx, crossing: Crossing, isOuter: boolean): Promise<Linked> {
  const { source, target } = await addressesOf(ctx, crossing)
  const other = isOuter
    ? { kind: crossing.sourceKind, id: crossing.sourceId }
    : { kind: crossing.targetKind, id: crossing.targetId }
  const { title } = await threadOf(ctx, other)
  return {
    crossing,
    href: (isOuter ? source : target)!,
    title: title || ctx.say('A discussion without a title'),
    realm: isOuter ? crossing.sourceRealm : crossing.targetRealm,
  }
}

async function broughtQuote(ctx: Ctx, crossing: Crossing): Promise<BroughtIn['quote']> {
  if (crossing.recalledBy !== null) return undefined
  try {
    const quote = await quoteOf(ctx, { kind: crossing.sourceKind, id: crossing.sourceId })
    const { source } = await addressesOf(ctx, crossing)
    if (quote.body === '' || !source) return undefined
    const { title } = await threadOf(ctx, { kind: crossing.sourceKind, id: crossing.sourceId })
    return { ...quote, title, space: await getSpaceById(ctx, quote.spaceId), href: source }
  } catch (error) {
    if (error instanceof NotFound) return undefined
    throw error
  }
}

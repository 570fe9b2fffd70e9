import type { Ctx } from '../../platform/context.ts'
import { slugOf } from '../../platform/text/markdown.ts'
import { Invalid } from '../../platform/errors.ts'
import { type Space, createSpace } from '../../realms/spaces/spaces.ts'
import { findReferences, insertTags, tagName, takeTurn } from '../import/import.ts'
import { textOf } from './fields.ts'
import type { ForeignCategory } from './records.ts'
import { type Run, inTransactions, onlyNew, remember } from './run.ts'
import { once } from './survey.ts'

/** The categories that are open to everybody, as public spaces outside. */
export async function takeCategories(ctx: Ctx, run: Run): Promise<void> {
  const open = [...run.survey.categories.values()].filter(({ isRestricted }) => !isRestricted)
  for (const category of open) {
    const isNew = await ctx.transaction(async (inside) => {
      await takeTurn(inside)
      // Looked up only now: another run of the same site may have made it while this one waited for its turn.
      const known = await findReferences(inside, run.references, 'category', [String(category.id)])
      if (known.size > 0) return false
      const space = await makeSpace(inside, { ...category, access: 'public' })
      await remember(inside, run, 'category', [
        { foreignId: String(category.id), localId: space.id, addresses: addressesOf(category, space.id) },
      ])
      return true
    })
    run.report.counts.categories[isNew ? 'added' : 'alreadyHere'] += 1
  }
}

function addressesOf({ id, slug }: ForeignCategory, localId: number) {
  const paths = [`c/${id}`, ...(slug && slug.length < 200 ? [`c/${slug.toLowerCase()}`] : [])]
  return paths.map((path) => ({ path, kind: 'space' as const, localId }))
}

/** Makes a space under the category's own address, or that with a number when it is taken. */
async function makeSpace(
  ctx: Ctx,
  of: { name: string; slug: string; description: string; access: 'public' | 'members' },
): Promise<Space> {
  const base = addressOf(of.slug || of.name)
  for (let number = 1; ; number++) {
    const slug = number === 1 ? base : `${base}-${number}`
    try {
      const { name: title, description, access } = of
      return await ctx.transaction((inside) =>
        createSpace(inside, { realm: 'outside', slug, title, description, access }),
      )
    } catch (error) {
      if (!(error instanceof Invalid) || error.code !== 'spaces.slug-taken' || number > 10_000) throw error
    }
  }
}

/** Space addresses are Latin letters, digits and hyphens. */
function addressOf(text: string): string {
  const plain = slugOf(text)
    .normalize('NFKD')
    .replace(/[^a-z0-9-]+/g, '')
    .replace(/^-+/, '')
    .slice(0, 50)
    .replace(/-+$/, '')
  return plain || 'topics'
}

/** The space where private messages stand: for members, and each message for those alone whom it was for. */
export async function messageSpace(ctx: Ctx, run: Run): Promise<number> {
  const known = (await findReferences(ctx, run.references, 'category', ['messages'])).get('messages')
  if (known !== undefined) return known
  return ctx.transaction(async (inside) => {
    const space = await makeSpace(inside, {
      name: `Messages from ${run.site}`.slice(0, 120),
      slug: 'messages',
      description: 'Private messages, each for those alone whom it was for.',
      access: 'members',
    })
    await remember(inside, run, 'category', [{ foreignId: 'messages', localId: space.id, addresses: [] }])
    return space.id
  })
}

export async function takeTags(ctx: Ctx, run: Run): Promise<void> {
  const entries = once(run.source.tags(), run.report, 'tags', (bag) => textOf(bag, 'name'))
  await inTransactions(
    ctx,
    run,
    { kind: 'tags', entries, read: (bag) => tagName(textOf(bag, 'name')) },
    async (inside, reads) => {
      const fresh = await onlyNew(inside, run, { kind: 'tags', reference: 'tag', idOf: (name) => name }, reads)
      const ids = await insertTags(
        inside,
        fresh.map(({ value }) => value),
      )
      const made = [...ids].map(([foreignId, localId]) => ({ foreignId, localId, addresses: [] }))
      await remember(inside, run, 'tag', made)
      run.report.counts.tags.added += fresh.length
    },
  )
}

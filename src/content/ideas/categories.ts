import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Ctx, Realm } from '../../platform/context.ts'
import { Invalid, NotFound } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import { type Said, said } from '../../platform/languages/languages.ts'
import { findSetting, putSetting } from '../../platform/settings.ts'
import { slugOf } from '../../platform/text/markdown.ts'
import { demand } from '../../platform/verdict.ts'
import { halfLifeChanged } from '../idea-votes/idea-votes.events.ts'
import {
  halfLifeSetting,
  longestHalfLifeDays,
  shortestHalfLifeDays,
  voteHalfLifeDays,
} from '../idea-votes/idea-votes.ts'
import * as queries from './categories.queries.ts'
import { mayKeepIdeas, mayKnowSide } from './ideas.access.ts'
import { dayOf } from './ideas.queries.ts'
import type { CategoryId, Day } from './ideas.tables.ts'

export type Category = queries.CategoryRow

const answerSetting = 'ideas.answer-days'
const usualAnswerDays = 30
const longestAnswerDays = 3650
const dayMs = 86_400_000

const daysSchema = (least: number, most: number) =>
  z.coerce.number('number').int('whole').min(least, 'least').max(most, 'most')

/** What is wrong with a number of days, by the mark of its schema. */
function daysWords(mark: string, least: number, most: number): Said {
  if (mark === 'whole') return said('Give whole days.')
  if (mark === 'least') return said('Give at least {days} days.', { days: String(least) })
  if (mark === 'most') return said('Give at most {days} days.', { days: String(most) })
  return said('Give a number of days from {least} to {most}.', { least: String(least), most: String(most) })
}

/** What ideas go by in the whole company. */
const rulesSchema = z.object({
  halfLifeDays: daysSchema(shortestHalfLifeDays, longestHalfLifeDays),
  answerDays: daysSchema(1, longestAnswerDays),
})

/** Days within which the company answers an idea without a category of its own. */
export async function answerDays(ctx: Ctx): Promise<number> {
  return (await findSetting<number>(ctx, answerSetting)) ?? usualAnswerDays
}

/** The day by which the company will have answered what is posted or answered now, in this category. */
export async function promisedDay(ctx: Ctx, category: Category | undefined): Promise<Day> {
  const days = category?.answerDays ?? (await answerDays(ctx))
  return dayOf(new Date(ctx.now.getTime() + days * dayMs))
}

/**
 * Sets the half-life of votes and the days within which the company answers. After a new half-life all ideas are counted anew;
 * promises already made stay. Throws Forbidden, Invalid (`halfLifeDays`, `answerDays`).
 */
export async function setIdeaRules(ctx: Ctx, rules: z.input<typeof rulesSchema>): Promise<void> {
  demand(mayKeepIdeas(ctx.viewer, 'outside'))
  const read = rulesSchema.safeParse(rules)
  if (!read.success) throw new Invalid('ideas.rules', fieldsOf(read.error))
  await ctx.transaction(async (inside) => {
    const { halfLifeDays, answerDays: days } = read.data
    await putSetting(inside, answerSetting, days)
    if (halfLifeDays !== (await voteHalfLifeDays(inside))) {
      await putSetting(inside, halfLifeSetting, halfLifeDays)
      await announce(inside, halfLifeChanged, {})
    }
  })
}

function fieldsOf(error: z.ZodError): Record<string, Said> {
  return Object.fromEntries(
    error.issues.map(({ path: [field], message }) => {
      if (field === 'halfLifeDays') return [field, daysWords(message, shortestHalfLifeDays, longestHalfLifeDays)]
      return [String(field), field === 'answerDays' ? daysWords(message, 1, longestAnswerDays) : message]
    }),
  )
}

/**
 * The categories of one side that ideas can be posted in, by title; with `closed` the others too. At most 200. None for
 * those who have no part in that side.
 */
export async function listCategories(ctx: Ctx, realm: Realm, closed = false): Promise<readonly Category[]> {
  return mayKnowSide(ctx.viewer, realm) ? queries.selectCategories(ctx, realm, closed) : []
}

/** An open category of a side by its address. */
export async function findCategory(ctx: Ctx, realm: Realm, slug: string): Promise<Category | undefined> {
  return (await listCategories(ctx, realm)).find((one) => one.slug === slug)
}

/** Several categories by id, closed ones among them. For ideas that the viewer may read. */
export async function loadCategories(ctx: Ctx, ids: readonly CategoryId[]): Promise<ReadonlyMap<CategoryId, Category>> {
  return new Map((await queries.selectCategoriesByIds(ctx, [...new Set(ids)])).map((row) => [row.id, row]))
}

const categorySchema = z.object({
  title: z
    .string()
    .trim()
    .min(1, said('Give the category a name.'))
    .max(80, said('Keep the name under 80 characters.')),
  answerDays: z.preprocess((value) => (value === '' ? undefined : value), daysSchema(1, longestAnswerDays).optional()),
})

/** Adds a category on one side. Throws Forbidden, Invalid (`title`, `answerDays`). */
export async function addCategory(ctx: Ctx, realm: Realm, input: z.input<typeof categorySchema>): Promise<Category> {
  demand(mayKeepIdeas(ctx.viewer, realm))
  const read = categorySchema.safeParse(input)
  if (!read.success) throw new Invalid('ideas.category', fieldsOf(read.error))
  const { title, answerDays: days = null } = read.data
  const row = { realm, title, slug: categorySlug(title), answerDays: days }
  const category = await queries.insertCategory(ctx, row)
  if (!category)
    throw new Invalid('ideas.category', { title: said('There is a category with this name. Choose another.') })
  return category
}

/** The address of a category, in Latin letters; a name that has others is told apart by a mark made of it. */
function categorySlug(title: string): string {
  const slug = slugOf(title)
  if (/^[a-z0-9-]{1,60}$/.test(slug)) return slug
  const latin = slug.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '')
  const mark = createHash('sha256').update(slug).digest('hex').slice(0, 10)
  return `${latin.slice(0, 48) || 'category'}-${mark}`
}

/** Closes a category for new ideas, or opens it again. Its ideas stay. Throws NotFound, Forbidden. */
export async function closeCategory(ctx: Ctx, id: CategoryId, isClosed: boolean): Promise<void> {
  const category = (await queries.selectCategoriesByIds(ctx, [id]))[0]
  if (!category || !mayKeepIdeas(ctx.viewer, category.realm).allowed) throw new NotFound('ideas.no-category')
  await queries.updateClosed(ctx, id, isClosed ? ctx.now : null)
}

import type { Ctx } from '../../platform/context.ts'
import { NotFound } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import { demand } from '../../platform/verdict.ts'
import { type Space, type SpaceId, getSpace, rightIn } from '../../realms/spaces/spaces.ts'
import { spaceChanged } from '../../realms/spaces/spaces.events.ts'
import { aiCrawlers } from './crawlers.ts'
import { mayChooseRobots } from './robots.access.ts'
import * as queries from './robots.queries.ts'

export { isAiCrawler, isRobot } from './crawlers.ts'
export { isListed } from './robots.access.ts'

/** What robots may do with a space outside that visitors read. */
export interface RobotChoice {
  /** Search engines may list it; else it leaves the site map and the feeds, too. */
  readonly listed: boolean
  /** AI crawlers may read it. */
  readonly ai: boolean
}

/** What is chosen for a space; both where nobody chose. */
export async function robotsOf(ctx: Ctx, spaceId: SpaceId): Promise<RobotChoice> {
  return (await queries.findChoice(ctx, spaceId)) ?? { listed: true, ai: true }
}

/** A space outside whose choice the viewer may change, with what is chosen. NotFound, Forbidden. */
export async function openChoice(ctx: Ctx, slug: string): Promise<{ space: Space; choice: RobotChoice }> {
  const space = await getSpace(ctx, slug)
  if (space.realm !== 'outside') throw new NotFound('spaces.not-found')
  demand(mayChooseRobots(ctx.viewer, space, await rightIn(ctx, space)))
  return { space, choice: await robotsOf(ctx, space.id) }
}

/** Chooses what robots may do with a space outside; it holds from the next request. NotFound, Forbidden. */
export async function chooseRobots(ctx: Ctx, slug: string, choice: RobotChoice): Promise<Space> {
  const { space } = await openChoice(ctx, slug)
  await ctx.transaction(async (inside) => {
    const by = inside.viewer.kind === 'account' ? inside.viewer.id : null
    await queries.putChoice(inside, space.id, { listed: choice.listed, ai: choice.ai }, by)
    await announce(inside, spaceChanged, { spaceId: space.id })
  })
  return space
}

/** Whether AI crawlers are kept out of some public space: they then find nothing where several spaces are mixed. */
export async function keepsAiOut(ctx: Ctx): Promise<boolean> {
  return (await choicesForVisitors(ctx)).some((space) => !space.ai)
}

async function choicesForVisitors(ctx: Ctx) {
  return queries.selectChoices(ctx.as({ kind: 'visitor' }))
}

/**
 * What robots are asked to leave alone: places to write, things made for one person, and, for AI crawlers, what the
 * stewards of a space keep from them. What search engines may not list is not named here: they must be able to read
 * the word "noindex" on the page.
 */
export async function robotsText(ctx: Ctx, site: string): Promise<string> {
  const choices = await choicesForVisitors(ctx)
  const closed = choices.filter((space) => !space.ai)
  const isWhole = closed.length === choices.length
  const forAi = isWhole
    ? ['Disallow: /']
    : [...mixed.map((path) => `Disallow: ${path}`), ...closed.map((space) => `Disallow: /s/${space.slug}`), ...common]
  return [
    'User-agent: *',
    ...common,
    '',
    ...(closed.length === 0
      ? []
      : [
          '# Some spaces here are not for AI. Their threads, and pages that mix spaces, answer these names with 403.',
          ...aiCrawlers.map((one) => `User-agent: ${one.name}`),
          ...forAi,
          '',
        ]),
    `Sitemap: ${site}/sitemap.xml`,
    '',
  ].join('\n')
}

const common = ['/questions/ask', '/ideas/new', '/search', '/sign-', '/feeds/'].map((path) => `Disallow: ${path}`)
/** Where texts of several spaces stand together. */
const mixed = [
  '/$',
  '/questions$',
  '/problems$',
  '/praise$',
  '/ideas$',
  '/updates$',
  '/tags/',
  '/people/',
  '/*feed.atom',
]

/** Every page as its readers open it: at 360 and 1280 pixels, light and dark. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import axe from 'axe-core'
import { Hono } from 'hono'
import type { Page } from 'playwright-core'
import type { WebEnv } from '../../src/platform/http/env.ts'
import { routes } from '../../src/routes.ts'
import type { PersonName } from '../cast.ts'
import { axeFindings, noChromium, openJourney, sidewaysScroll } from './browser.ts'
import { type World, makeWorld } from './world.ts'

const skip = (await noChromium()) ?? false

interface Visit {
  /** As it is declared, without the patterns of its parameters. */
  readonly route: string
  readonly who: readonly (PersonName | 'visitor')[]
  readonly path: string
  /** 200 unless told. */
  readonly status?: number
}

/** Addresses that answer with no page: feeds, files, redirects, programs. */
const noPages =
  /feed\.atom|sitemap|robots\.txt|^\/cards\/|^\/feeds\/|^\/files\/|^\/health$|^\/drafts\/(here|:id)$|^\/read\/|^\/suggest$|^\/quote\/|^\/answers\/:id$|^\/([tcupqa]|tag|from)\/|^\/notices\/(threads\/)?:id$|^\/welcome|^\/questions\/like$|^\/go\/(found|unread)$/

function visitsOf(
  world: World,
  ids: Record<'space' | 'battery' | 'ines' | 'amina' | 'daniel' | 'aiko', number> & { ticket: string },
): Visit[] {
  const question = '/questions/:id'
  const signedIn: Visit['who'] = ['ines', 'daniel', 'petra']
  return [
    { route: '/', who: ['visitor', 'ines', 'mirela'], path: '/' },
    { route: '/questions', who: ['visitor', 'daniel'], path: '/questions' },
    { route: '/questions', who: ['visitor'], path: '/questions?q=nothing-like-it' },
    { route: '/questions/ask', who: ['ines', 'mirela'], path: '/questions/ask' },
    { route: question, who: ['visitor'], path: `/questions/${world.long}` },
    {
      route: `${question}/:slug`,
      who: ['visitor', 'ines', 'gustav', 'mirela'],
      path: `/questions/${world.question}/x`,
    },
    { route: `${question}/-/edit`, who: ['ines'], path: `/questions/${world.question}/-/edit` },
    { route: `${question}/-/history`, who: ['visitor'], path: `/questions/${world.question}/-/history` },
    { route: '/answers/:id/edit', who: ['gustav'], path: `/answers/${world.answer}/edit` },
    { route: '/answers/:id/history', who: ['visitor'], path: `/answers/${world.answer}/history` },
    { route: '/s/:slug', who: ['ines'], path: '/s/testers' },
    ...typedVisits(world),
    { route: '/tags/:name', who: ['visitor', 'ines'], path: '/tags/battery' },
    { route: '/tags', who: ['visitor', 'daniel'], path: '/tags' },
    { route: '/inside/tags/:name', who: ['daniel'], path: '/inside/tags/battery' },
    { route: '/inside/tags/:name/merge', who: ['jonas'], path: '/inside/tags/battery/merge?into=cells' },
    { route: '/inside/tags', who: ['daniel', 'petra'], path: '/inside/tags' },
    { route: '/tags/:name/merge', who: ['sara'], path: '/tags/battery/merge' },
    { route: '/tags/-/merges', who: ['sara'], path: '/tags/-/merges' },
    { route: '/tags/-/products', who: ['sara'], path: '/tags/-/products' },
    { route: '/inside/tags/-/merges', who: ['jonas'], path: '/inside/tags/-/merges' },
    { route: '/following', who: signedIn, path: '/following' },
    { route: '/settings/following', who: signedIn, path: '/settings/following' },
    { route: '/search', who: ['visitor', 'daniel', 'petra'], path: '/search?q=battery' },
    { route: '/search/nothing/:side', who: ['sara', 'jonas'], path: '/search/nothing/outside' },
    { route: '/drafts', who: ['ines', 'daniel', 'petra'], path: '/drafts' },
    { route: '/taken-back', who: ['ines', 'daniel', 'petra'], path: '/taken-back' },
    { route: '/go', who: ['visitor', 'ines', 'daniel', 'petra'], path: '/go' },
    { route: '/go', who: ['visitor'], path: '/go?q=nothing-like-it' },
    { route: '/about', who: ['visitor'], path: '/about' },
    { route: '/about/standing', who: ['visitor', 'daniel'], path: '/about/standing' },
    { route: '/s/:slug/helpers', who: ['visitor', 'ines'], path: '/s/riders/helpers' },
    { route: '/s/:slug/answered-before', who: ['sara'], path: '/s/riders/answered-before' },
    { route: '/inside/perks', who: ['sara', 'daniel'], path: '/inside/perks' },
    { route: '/people/:person', who: ['visitor', 'ines'], path: `/people/${ids.ines}` },
    { route: '/people/:person', who: ['visitor'], path: `/people/${ids.amina}` },
    { route: '/people/:person', who: ['tomasz'], path: `/people/${ids.daniel}` },
    { route: '/sign-in', who: ['visitor'], path: '/sign-in' },
    { route: '/sign-in', who: ['visitor'], path: '/sign-in?door=bridge' },
    { route: '/sign-in/code/:ticket', who: ['visitor'], path: `/sign-in/code/${ids.ticket}` },
    { route: '/sign-up', who: ['visitor'], path: '/sign-up' },
    { route: '/invitations/:token', who: ['visitor'], path: `/invitations/${world.invitation}` },
    { route: '/notices/stop', who: ['visitor'], path: world.stop },
    { route: '/notices', who: signedIn, path: '/notices' },
    { route: '/settings/notices', who: signedIn, path: '/settings/notices' },
    { route: '/settings/notices/webhooks', who: signedIn, path: '/settings/notices/webhooks' },
    { route: '/settings', who: signedIn, path: '/settings' },
    { route: '/settings/sessions', who: ['ines', 'petra'], path: '/settings/sessions' },
    { route: '/settings/feeds', who: ['ines', 'petra'], path: '/settings/feeds' },
    { route: '/s/:slug/-/robots', who: ['sara'], path: '/s/riders/-/robots' },
    { route: '/settings/password', who: ['ines'], path: '/settings/password' },
    { route: '/settings/leave', who: signedIn, path: '/settings/leave' },
    { route: '/settings/data', who: signedIn, path: '/settings/data' },
    { route: '/settings/data/:id', who: ['ines'], path: '/settings/data/999', status: 404 },
    { route: '/left', who: ['visitor'], path: '/left' },
    { route: '/come-back', who: ['visitor'], path: '/come-back', status: 404 },
    { route: '/readers/space/:id', who: ['daniel'], path: `/readers/space/${ids.space}` },
    { route: '/readers/:kind/:id', who: ['visitor'], path: `/readers/thread/${world.question}` },
    { route: '/inside', who: ['daniel', 'aiko'], path: '/inside' },
    { route: '/inside/write', who: ['daniel', 'lena'], path: '/inside/write' },
    { route: '/inside/spaces', who: ['daniel'], path: '/inside/spaces' },
    { route: '/inside/spaces/new', who: ['jonas'], path: '/inside/spaces/new' },
    { route: '/inside/spaces/:slug', who: ['daniel'], path: '/inside/spaces/velund' },
    { route: '/inside/spaces/:slug', who: ['petra'], path: '/inside/spaces/cells' },
    { route: '/inside/spaces/:slug', who: ['tomasz'], path: '/inside/spaces/battery' },
    { route: '/inside/spaces/:slug/members', who: ['jonas'], path: '/inside/spaces/velund/members?find=T' },
    { route: '/inside/spaces/:slug/members', who: ['petra'], path: '/inside/spaces/cells/members' },
    { route: '/inside/threads/:id', who: ['daniel'], path: `/inside/threads/${world.thread}` },
    { route: '/inside/threads/:id', who: ['petra'], path: `/inside/threads/${world.room}` },
    { route: '/inside/swarms', who: ['daniel'], path: '/inside/swarms' },
    { route: '/inside/swarms/:id', who: ['daniel', 'sara'], path: `/inside/swarms/${world.swarm}` },
    { route: '/inside/swarms/:id', who: ['mirela'], path: `/inside/swarms/${world.openSwarm}` },
    { route: '/inside/swarms/:id/publish', who: ['mirela'], path: `/inside/swarms/${world.openSwarm}/publish` },
    { route: '/inside/crossings', who: ['mirela'], path: '/inside/crossings' },
    { route: '/inside/crossings/:id', who: ['mirela'], path: `/inside/crossings/${world.crossing}` },
    { route: '/inside/people', who: ['daniel'], path: '/inside/people' },
    { route: '/inside/people/invite', who: ['jonas'], path: '/inside/people/invite' },
    { route: '/inside/people/offices', who: ['jonas'], path: '/inside/people/offices' },
    { route: '/inside/measures', who: ['daniel'], path: '/inside/measures' },
    { route: '/inside/measures/items', who: ['daniel'], path: '/inside/measures/items?of=heard' },
    { route: '/inside/measures/links', who: ['sara'], path: '/inside/measures/links' },
    { route: '/inside/measures/items', who: ['daniel'], path: '/inside/measures/items?of=said' },
    ...structureVisits(world, ids),
    ...memberVisits(world, ids),
    ...acrossVisits(world),
    ...wayVisits(),
    ...ideaVisits(world),
    ...stormVisits(world),
    ...moderationVisits(world),
    { route: '404', who: ['visitor', 'daniel', 'petra'], path: '/nowhere', status: 404 },
    { route: '403', who: ['gustav'], path: `/questions/${world.question}/-/edit`, status: 403 },
  ]
}

/** Where people and spaces stand, and who may do what. */
function structureVisits(world: World, ids: { battery: number; aiko: number; daniel: number }): Visit[] {
  const structure = '/inside/structure'
  return [
    { route: structure, who: ['jonas', 'daniel'], path: structure },
    { route: structure, who: ['daniel'], path: `${structure}?view=matrix` },
    { route: structure, who: ['daniel'], path: `${structure}?view=networked&person=${ids.aiko}` },
    { route: `${structure}/axes`, who: ['jonas', 'daniel'], path: `${structure}/axes` },
    { route: `${structure}/nodes/:id`, who: ['jonas', 'daniel'], path: `${structure}/nodes/${world.node}` },
    { route: `${structure}/people`, who: ['daniel'], path: `${structure}/people?nodes=${world.node}` },
    { route: `${structure}/of/:id`, who: ['daniel'], path: `${structure}/of/${ids.aiko}` },
    { route: '/people/:person', who: ['daniel'], path: `/people/${ids.aiko}` },
    { route: '/inside/groups', who: ['jonas', 'daniel'], path: '/inside/groups' },
    { route: '/inside/groups/:slug', who: ['jonas', 'daniel'], path: `/inside/groups/${world.group}` },
    { route: '/inside/rights', who: ['daniel', 'jonas'], path: '/inside/rights' },
    { route: '/inside/rights/:id', who: ['jonas'], path: `/inside/rights/${ids.battery}` },
    { route: '/inside/spaces/:slug/rights', who: ['daniel'], path: '/inside/spaces/velund/rights' },
    { route: '/inside/spaces/:slug/rights', who: ['daniel', 'tomasz'], path: '/inside/spaces/battery/rights' },
    { route: '/inside/guests', who: ['lena', 'jonas'], path: '/inside/guests' },
    { route: '/inside/people/:id/close', who: ['jonas'], path: `/inside/people/${ids.daniel}/close` },
    { route: '/inside/people/offices/both-sides', who: ['jonas'], path: '/inside/people/offices/both-sides' },
    { route: '/rooms', who: ['petra'], path: '/rooms' },
    { route: '/inside/wall', who: ['jonas'], path: '/inside/wall' },
  ]
}

/** Problems and praise, their lists, and where threads outside are put in order. */
function typedVisits({ question, problem, praise }: World): Visit[] {
  return [
    { route: '/problems', who: ['visitor'], path: '/problems' },
    { route: '/problems', who: ['visitor'], path: '/problems?show=fixed' },
    { route: '/problems/:id', who: ['visitor'], path: `/problems/${problem}` },
    { route: '/problems/:id/:slug', who: ['daniel', 'ines'], path: `/problems/${problem}/x` },
    { route: '/praise', who: ['visitor'], path: '/praise' },
    { route: '/praise/:id', who: ['visitor'], path: `/praise/${praise}` },
    { route: '/praise/:id/:slug', who: ['ines', 'daniel'], path: `/praise/${praise}/x` },
    { route: '/questions/ask', who: ['ines'], path: '/questions/ask?type=problem' },
    { route: '/threads/:id', who: ['visitor'], path: `/threads/${problem}` },
    { route: '/threads/:id/keep', who: ['sara', 'ines', 'gustav'], path: `/threads/${question}/keep` },
    { route: '/threads/:id/tags', who: ['ines'], path: `/threads/${question}/tags` },
    { route: '/s/:slug/-/promise', who: ['sara'], path: '/s/riders/-/promise' },
  ]
}

/** What members are to each other. */
function memberVisits(world: World, ids: { ines: number; amina: number }): Visit[] {
  const privacy = '/settings/privacy'
  return [
    { route: '/connections', who: ['ines', 'amina'], path: '/connections' },
    { route: '/people/:person', who: ['ines'], path: `/people/${ids.amina}` },
    { route: '/people/:person', who: ['gustav'], path: `/people/${ids.ines}` },
    { route: privacy, who: ['ines'], path: privacy },
    { route: `${privacy}/as`, who: ['ines'], path: `${privacy}/as` },
    { route: `${privacy}/as`, who: ['ines'], path: `${privacy}/as?who=2` },
    { route: '/questions/:id/-/reach', who: ['ines'], path: `/questions/${world.narrowed}/-/reach` },
    { route: '/questions/:id/:slug', who: ['gustav'], path: `/questions/${world.narrowed}/x` },
    { route: '/notices', who: ['gustav'], path: '/notices' },
  ]
}

/** The ways in. Those that stand between two steps are empty here; `ways-in.test.ts` looks at them. */
function wayVisits(): Visit[] {
  const [own, owner] = ['/settings/sign-in', '/inside/settings/sign-in']
  const visitor: Visit['who'] = ['visitor']
  return [
    { route: '/sign-in', who: visitor, path: '/sign-in?with=work' },
    { route: '/sign-in', who: visitor, path: '/sign-in?with=password' },
    { route: '/sign-in/with/:id', who: visitor, path: '/sign-in/with/999', status: 404 },
    { route: '/sign-in/to/:id', who: visitor, path: '/sign-in/to/999', status: 404 },
    { route: '/sign-in/back', who: visitor, path: '/sign-in/back', status: 403 },
    { route: '/sign-in/back/:id', who: visitor, path: '/sign-in/back/1?state=x', status: 403 },
    { route: '/sign-in/found/:journey', who: visitor, path: '/sign-in/found/1', status: 404 },
    { route: '/sign-in/second', who: visitor, path: '/sign-in/second', status: 404 },
    { route: '/sign-in/reset/:token', who: visitor, path: '/sign-in/reset/x', status: 404 },
    { route: own!, who: ['ines', 'daniel', 'petra'], path: own! },
    { route: `${own}/factor`, who: ['ines', 'daniel'], path: `${own}/factor` },
    { route: `${own}/with/:id`, who: ['ines'], path: `${own}/with/999`, status: 404 },
    { route: `${own}/link/:journey`, who: ['ines'], path: `${own}/link/999`, status: 404 },
    { route: owner!, who: ['jonas'], path: owner! },
    { route: `${owner}/new/:preset`, who: ['jonas'], path: `${owner}/new/apple` },
    { route: `${owner}/:id`, who: ['jonas'], path: `${owner}/999`, status: 404 },
    { route: `${owner}/resets`, who: ['sara'], path: `${owner}/resets` },
  ]
}

/** Over the wall: bridges, bringing in, linking, publishing out, and what was published. */
function acrossVisits(world: World): Visit[] {
  const { bridge, question, thread, update, room } = world
  return [
    { route: '/inside/bridges', who: ['jonas', 'daniel'], path: '/inside/bridges' },
    { route: '/inside/bridges/new', who: ['jonas'], path: '/inside/bridges/new' },
    { route: '/inside/bridges/:id', who: ['jonas', 'sara'], path: `/inside/bridges/${bridge}` },
    { route: '/inside/bring-in', who: ['daniel'], path: `/inside/bring-in?thread=${question}` },
    { route: '/inside/link', who: ['daniel'], path: `/inside/link?from=/questions/${question}` },
    { route: '/inside/threads/:id/publish', who: ['mirela'], path: `/inside/threads/${thread}/publish` },
    { route: '/inside/replies/:id/publish', who: ['mirela'], path: `/inside/replies/${world.reply}/publish` },
    { route: '/inside/threads/:id', who: ['lena'], path: `/inside/threads/${room}` },
    { route: '/updates', who: ['visitor', 'ines'], path: '/updates' },
    { route: '/updates/:id/:slug?', who: ['visitor', 'mirela'], path: `/updates/${update}` },
  ]
}

/** The boards of ideas, an idea of each side, and where they are written, answered and ruled. */
function ideaVisits({ idea, innerIdea }: World): Visit[] {
  const [outside, inner] = ['/ideas/:id', '/inside/ideas/:id']
  return [
    { route: '/ideas', who: ['visitor', 'ines', 'mirela'], path: '/ideas' },
    { route: '/ideas', who: ['visitor'], path: '/ideas?show=archived&tag=none' },
    { route: '/ideas/new', who: ['ines'], path: '/ideas/new' },
    { route: outside!, who: ['visitor'], path: `/ideas/${idea}` },
    { route: `${outside}/:slug`, who: ['visitor', 'joost', 'mirela'], path: `/ideas/${idea}/x` },
    { route: `${outside}/-/edit`, who: ['joost'], path: `/ideas/${idea}/-/edit` },
    { route: `${outside}/-/stage`, who: ['mirela'], path: `/ideas/${idea}/-/stage` },
    { route: '/inside/ideas', who: ['daniel', 'petra'], path: '/inside/ideas' },
    { route: '/inside/ideas/new', who: ['lena'], path: '/inside/ideas/new' },
    { route: inner!, who: ['daniel'], path: `/inside/ideas/${innerIdea}` },
    { route: `${inner}/-/edit`, who: ['lena'], path: `/inside/ideas/${innerIdea}/-/edit` },
    { route: `${inner}/-/stage`, who: ['jonas'], path: `/inside/ideas/${innerIdea}/-/stage` },
    { route: '/inside/ideas/rules', who: ['jonas', 'sara'], path: '/inside/ideas/rules' },
  ]
}

/** What the moderators have before them, what its authors are told, and the way to flag. */
function moderationVisits({ moderated, question }: World): Visit[] {
  const statement = `/moderation/statements/${moderated.statement}`
  return [
    { route: '/moderation', who: ['sara', 'jonas'], path: '/moderation' },
    { route: '/moderation/outside', who: ['sara'], path: '/moderation/outside' },
    { route: '/moderation/inside', who: ['jonas'], path: '/moderation/inside' },
    { route: '/moderation/outside/appeals', who: ['sara'], path: '/moderation/outside/appeals' },
    { route: '/moderation/inside/appeals', who: ['jonas'], path: '/moderation/inside/appeals' },
    { route: '/moderation/outside/rules', who: ['sara'], path: '/moderation/outside/rules' },
    { route: '/moderation/inside/rules', who: ['jonas'], path: '/moderation/inside/rules' },
    { route: '/moderation/cases/:id', who: ['sara'], path: `/moderation/cases/${moderated.inHand}` },
    { route: '/moderation/cases/:id', who: ['sara'], path: `/moderation/cases/${moderated.waiting}` },
    { route: '/moderation/statements/:id', who: ['gustav', 'sara', 'jonas'], path: statement },
    { route: '/flag/:kind/:id', who: ['ines', 'daniel'], path: `/flag/reply/${moderated.flaggable}` },
    { route: '/flag/:kind/:id', who: ['gustav'], path: `/flag/thread/${question}` },
    { route: '/flag/outcomes/:id', who: ['amina'], path: `/flag/outcomes/${moderated.decided}` },
    { route: '/about/moderation', who: ['visitor', 'daniel'], path: '/about/moderation' },
  ]
}

/** Sessions in each of their states, the twin of two ideas, and how long ideas wait. */
function stormVisits({ storms }: World): Visit[] {
  const [storm, twin] = ['/storms/:id', '/inside/twins/:id']
  const { before, open, judging, finished, room } = storms
  return [
    { route: '/storms', who: ['visitor', 'daniel', 'petra'], path: '/storms' },
    { route: '/storms/new', who: ['mirela'], path: '/storms/new' },
    { route: storm!, who: ['visitor', 'mirela'], path: `/storms/${before}` },
    { route: storm!, who: ['visitor', 'joost'], path: `/storms/${open}` },
    { route: storm!, who: ['mirela'], path: `/storms/${judging}` },
    { route: storm!, who: ['visitor'], path: `/storms/${finished}` },
    { route: storm!, who: ['petra'], path: `/storms/${room}` },
    { route: `${storm}/edit`, who: ['mirela'], path: `/storms/${before}/edit` },
    { route: `${storm}/judge`, who: ['lena', 'mirela'], path: `/storms/${judging}/judge` },
    { route: `${storm}/finish`, who: ['mirela'], path: `/storms/${judging}/finish` },
    { route: '/inside/twins', who: ['lena'], path: '/inside/twins' },
    { route: '/inside/twins/new', who: ['lena'], path: '/inside/twins/new' },
    { route: twin!, who: ['lena', 'mirela'], path: `/inside/twins/${storms.twin}` },
    { route: `${twin}/publish`, who: ['mirela'], path: `/inside/twins/${storms.twin}/publish` },
    { route: '/ideas-review', who: ['visitor'], path: '/ideas-review' },
    { route: '/inside/ideas-review', who: ['daniel', 'sara'], path: '/inside/ideas-review' },
  ]
}

/** What is wrong with the page that this person gets, each in one line. */
async function lookAt(page: Page, site: string, visit: Visit): Promise<string[]> {
  const found: string[] = []
  const listening = new AbortController()
  const expected = visit.status ?? 200
  const hear = (line: string): void => {
    // Chromium reports the status of the page itself as an error.
    if (!listening.signal.aborted && !(expected >= 400 && line.includes(`status of ${expected}`))) found.push(line)
  }
  page.on('console', (message) => message.type() === 'error' && hear(`console: ${message.text()}`))
  page.on('pageerror', (error) => hear(`script: ${error.message}`))
  page.on('request', (request) => {
    if (!request.url().startsWith(site) && !request.url().startsWith('data:'))
      hear(`asks another host: ${request.url()}`)
  })
  const response = await page.goto(visit.path)
  if (response?.status() !== expected) found.push(`status ${response?.status()}`)
  const headings = await page.locator('h1').count()
  if (headings !== 1) found.push(`${headings} headings of the first level`)
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 800 })
    const sideways = await sidewaysScroll(page)
    if (sideways > 0) found.push(`scrolls sideways by ${sideways} at ${width}`)
    // The widths differ in layout, the schemes in colour: each scheme is looked at once.
    await page.emulateMedia({ colorScheme: width === 360 ? 'dark' : 'light', reducedMotion: 'reduce' })
    found.push(...(await axeFindings(page)))
  }
  listening.abort()
  page.removeAllListeners()
  return found.map((line) => `${visit.path}: ${line}`)
}

test(
  'every page can be read by everybody, at any width, in light and dark',
  { skip, timeout: 1_500_000 },
  async (t) => {
    const journey = await openJourney(t)
    const { people: cast, spaces } = journey.cast
    const world = await makeWorld(journey)
    const visitor = await journey.page('visitor')
    await visitor.goto('/sign-in')
    await visitor.getByLabel('Mail address').fill('ines@people.example')
    await visitor.getByRole('button', { name: 'Send me a code' }).last().click()
    await visitor.getByLabel('Code, 8 digits').waitFor()
    const ids = {
      space: spaces.velund.id,
      battery: spaces.battery.id,
      aiko: cast.aiko.id,
      ines: cast.ines.id,
      amina: cast.amina.id,
      daniel: cast.daniel.id,
      ticket: new URL(visitor.url()).pathname.split('/').at(-1)!,
    }
    const visits = visitsOf(world, ids)
    const people = [...new Set(visits.flatMap((visit) => visit.who))]
    const found: string[] = []
    const walk = async (): Promise<void> => {
      for (let who = people.shift(); who; who = people.shift()) {
        const page = await journey.page(who)
        await page.addInitScript(axe.source)
        for (const visit of visits.filter((one) => one.who.includes(who!))) {
          found.push(...(await lookAt(page, journey.address, visit)).map((line) => `${who} ${line}`))
        }
        await page.context().close()
      }
    }
    await Promise.all([walk(), walk(), walk()])
    assert.deepEqual(found, [])
  },
)

test('no page is left out of this walk', () => {
  const app = new Hono<WebEnv>()
  for (const add of routes) add(app)
  const empty = new Proxy({}, { get: () => 1 }) as World & Parameters<typeof visitsOf>[1]
  const walked = new Set(visitsOf(empty, empty).map((visit) => visit.route))
  const left = app.routes
    .filter(({ method }) => method === 'GET')
    .map(({ path }) => path.replaceAll(/\{(?:[^{}]|\{[^}]*\})*\}/g, ''))
    .filter((route) => !noPages.test(route) && !walked.has(route))
  assert.deepEqual(left, [])
})

/** Every page as its readers open it: at 360 and 1280 pixels, light and dark. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
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
const noPages = /feed\.atom|sitemap|robots|^\/files\/|^\/health$|^\/notices\/:id$|^\/welcome|^\/go\/(found|unread)$/

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
    { route: '/tags/:name', who: ['visitor'], path: '/tags/battery' },
    { route: '/search', who: ['visitor', 'daniel', 'petra'], path: '/search?q=battery' },
    { route: '/go', who: ['visitor', 'ines', 'daniel', 'petra'], path: '/go' },
    { route: '/go', who: ['visitor'], path: '/go?q=nothing-like-it' },
    { route: '/about', who: ['visitor'], path: '/about' },
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
    { route: '/settings', who: signedIn, path: '/settings' },
    { route: '/settings/sessions', who: ['ines', 'petra'], path: '/settings/sessions' },
    { route: '/settings/password', who: ['ines'], path: '/settings/password' },
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
    { route: '/inside/measures/items', who: ['daniel'], path: '/inside/measures/items?of=said' },
    ...structureVisits(world, ids),
    ...memberVisits(world, ids),
    ...acrossVisits(world),
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

test('every page can be read by everybody, at any width, in light and dark', { skip, timeout: 480_000 }, async (t) => {
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
      for (const visit of visits.filter((one) => one.who.includes(who!))) {
        found.push(...(await lookAt(page, journey.address, visit)).map((line) => `${who} ${line}`))
      }
      await page.context().close()
    }
  }
  await Promise.all([walk(), walk(), walk()])
  assert.deepEqual(found, [])
})

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

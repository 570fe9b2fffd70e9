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
  ids: { space: number; ines: number; amina: number; daniel: number; ticket: string },
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
    { route: '404', who: ['visitor', 'daniel', 'petra'], path: '/nowhere', status: 404 },
    { route: '403', who: ['gustav'], path: `/questions/${world.question}/-/edit`, status: 403 },
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

test('every page can be read by everybody, at any width, in light and dark', { skip, timeout: 240_000 }, async (t) => {
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

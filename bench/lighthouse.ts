/**
 * What Lighthouse says of the public pages, on a phone and on a desk: a demo site as an operator starts it, asked by the
 * system's Chromium. Ends with 1 below the goals: accessibility, best practices and SEO 100, performance 95, and on a
 * slow phone the first paint within 1.5 s. Lighthouse is fetched by npm when it runs and is no part of the product.
 *
 * bin/bench lighthouse [--only question] [--form mobile]
 */
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { machineLines, printTable } from './machine.ts'
import { makeOwnSite } from './own-site.ts'

const lighthouse = 'lighthouse@13.5.0'
const chromium = process.env.CHROME_PATH ?? '/usr/bin/chromium'
const goals = { performance: 95, accessibility: 100, 'best-practices': 100, seo: 100 } as const
const firstPaintMobile = 1500
/** Not for search engines, on purpose: people are not made findable by an accident of their settings. */
const unlisted = ['person', 'sign-in']

type Form = 'mobile' | 'desktop'
type Category = keyof typeof goals

interface Scores {
  readonly scores: Readonly<Record<Category, number>>
  /** Milliseconds. */
  readonly firstPaint: number
  /** Audits that did not pass, with their titles. */
  readonly failed: readonly string[]
}

interface Audit {
  readonly title: string
  readonly score: number | null
  readonly numericValue?: number
  readonly details?: { readonly items?: readonly { text?: string; url?: string; node?: { snippet?: string } }[] }
}

const { values } = parseArgs({ options: { only: { type: 'string' }, form: { type: 'string' } } })

/** Public pages of the demo, found by their links as a visitor finds them. */
async function findPages(site: string): Promise<Record<string, string>> {
  const linkIn = async (path: string, pattern: RegExp) => {
    const found = pattern.exec(await (await fetch(site + path)).text())?.[1]
    if (!found) throw new Error(`no link like ${pattern} on ${path}`)
    return found
  }
  const question = await linkIn('/questions', /href="(\/questions\/\d+\/[^"#?]+)"/)
  return {
    home: '/',
    questions: '/questions',
    question,
    ideas: '/ideas',
    idea: await linkIn('/ideas', /href="(\/ideas\/\d+\/[^"#?]+)"/),
    tag: await linkIn(question, /href="(\/tags\/[^"#?]+)"/),
    person: await linkIn(question, /href="(\/people\/[^"#?]+)"/),
    'sign-in': '/sign-in',
  }
}

async function judge(folder: string, url: string, form: Form, isListed: boolean): Promise<Scores> {
  const output = join(folder, 'report.json')
  const args = [
    ...['exec', '--yes', `--package=${lighthouse}`, '--', 'lighthouse', url, '--quiet', '--output=json'],
    ...[
      `--output-path=${output}`,
      '--chrome-flags=--headless=new --no-sandbox',
      `--only-categories=${Object.keys(goals)}`,
    ],
    ...(form === 'desktop' ? ['--preset=desktop'] : []),
    ...(isListed ? [] : ['--skip-audits=is-crawlable']),
  ]
  await promisify(execFile)('npm', args, {
    cwd: folder,
    env: { ...process.env, CHROME_PATH: chromium },
    timeout: 240_000,
  })
  const report = JSON.parse(readFileSync(output, 'utf8')) as {
    categories: Record<Category, { score: number | null; auditRefs: { id: string; weight: number }[] }>
    audits: Record<string, Audit | undefined>
  }
  const names = Object.keys(goals) as Category[]
  const failed = names.flatMap((name) =>
    report.categories[name].auditRefs.flatMap(({ id, weight }) => {
      const audit = report.audits[id]
      const isShort = audit && weight > 0 && audit.score !== null && audit.score < 0.9
      return isShort ? [`${name}: ${audit.title}${placesOf(audit)}`] : []
    }),
  )
  return {
    scores: Object.fromEntries(
      names.map((name) => [name, Math.round((report.categories[name].score ?? 0) * 100)]),
    ) as Scores['scores'],
    firstPaint: Math.round(report.audits['first-contentful-paint']?.numericValue ?? Infinity),
    failed,
  }
}

/** The first places that an audit points at. */
function placesOf({ details }: Audit): string {
  const places = (details?.items ?? []).slice(0, 3).map((item) => item.text ?? item.node?.snippet ?? item.url ?? '')
  return places.some(Boolean) ? ` (${places.filter(Boolean).join(', ')})` : ''
}

/** What is below the goals, in words. */
function shortfalls(form: Form, { scores, firstPaint }: Scores): string[] {
  const low = (Object.entries(goals) as [Category, number][]).flatMap(([name, goal]) =>
    scores[name] < goal ? [`${name} ${scores[name]} of ${goal}`] : [],
  )
  return form === 'mobile' && firstPaint >= firstPaintMobile ? [...low, `first paint ${firstPaint} ms`] : low
}

const site = makeOwnSite('lighthouse', ['--demo'])
try {
  const address = await site.start()
  const pages = Object.entries(await findPages(address)).filter(([name]) => !values.only || name === values.only)
  const forms = (['mobile', 'desktop'] as const).filter((form) => !values.form || form === values.form)
  const rows: string[][] = []
  const wrong: string[] = []
  for (const [name, path] of pages) {
    for (const form of forms) {
      const found = await judge(site.folder, address + path, form, !unlisted.includes(name))
      // Sixteen runs take minutes: who waits sees that it goes on.
      console.error(`${name}, ${form}: ${Object.values(found.scores).join(' ')}, ${found.firstPaint} ms`)
      rows.push([name, form, ...Object.values(found.scores).map(String), `${found.firstPaint} ms`])
      const short = shortfalls(form, found)
      if (short.length > 0)
        wrong.push(`${name}, ${form}: ${short.join(', ')}`, ...found.failed.map((one) => `  ${one}`))
    }
  }
  console.log(machineLines().join('\n'))
  printTable(['page', 'form', ...Object.keys(goals), 'first paint'], rows)
  for (const line of wrong) console.log(line)
  process.exitCode = wrong.length > 0 ? 1 : 0
} finally {
  await site.remove()
}

/**
 * What visitors get: pages from memory and pages that have to be made, as many as 50 readers at once can take, with the
 * load generator on the same machine. A real server as an operator starts it, over a community of its own. Pages "made
 * for each" are the same pages asked for with a header that keeps the memory out.
 *
 * bin/bench visitors [--threads 20000] [--seconds 4] [--rounds 3]
 */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { openCommunity } from './community-site.ts'
import { spreadOf } from './load.ts'
import { machineLines, packageVersion, printTable, range } from './machine.ts'
import type { RawCall, RawLoad } from './raw-load.ts'

const { values } = parseArgs({
  options: {
    threads: { type: 'string', default: '20000' },
    seconds: { type: 'string', default: '4' },
    rounds: { type: 'string', default: '3' },
  },
})
const [threads, seconds, rounds] = [values.threads, values.seconds, values.rounds].map(Number) as [
  number,
  number,
  number,
]

async function load(call: RawCall): Promise<RawLoad> {
  const child = [join(import.meta.dirname, 'raw-load.ts'), JSON.stringify(call)]
  const { stdout } = await promisify(execFile)(process.execPath, child)
  return JSON.parse(stdout) as RawLoad
}

for (const line of machineLines()) console.log(line)
console.log(`versions  hono ${packageVersion('hono')}, preact ${packageVersion('preact')}, pg ${packageVersion('pg')}`)
const site = await openCommunity({ threads, replies: threads * 10, longest: 1000 })
try {
  const port = Number(new URL(site.address).port)
  const questions = site.questions.slice(0, 50)
  const pages = { 'question page, 50 of them': questions, 'list of questions': ['/questions'], start: ['/'] }
  const forms = [
    { name: 'from memory', goals: { rate: 10_000, p95: 20 } },
    { name: 'made for each', headers: { authorization: 'none' }, goals: { rate: 1000 } },
  ] as const
  const cases = Object.entries(pages).flatMap(([page, paths]) => forms.map((form) => ({ page, paths, form })))
  const loads = new Map(cases.map((one) => [one, [] as RawLoad[]]))
  // The first round warms up and is not counted; then the cases take turns, so that the machine's load meets all alike.
  for (let round = -1; round < rounds; round++) {
    for (const one of cases) {
      const found = await load({
        port,
        paths: one.paths,
        connections: 50,
        milliseconds: round < 0 ? 1500 : seconds * 1000,
        ...('headers' in one.form && { headers: one.form.headers }),
      })
      if (found.failures > 0) throw new Error(`${one.page} ${one.form.name}: ${found.failures} answers failed`)
      if (round >= 0) loads.get(one)!.push(found)
    }
  }
  const rows = [...loads].map(([{ page, form }, of]) => {
    const rate = spreadOf(of, 'pagesPerSecond')
    const p95 = spreadOf(of, 'p95')
    const met = rate.median >= form.goals.rate && (!('p95' in form.goals) || p95.median <= form.goals.p95)
    const goal = `≥ ${form.goals.rate}/s${'p95' in form.goals ? `, p95 ≤ ${form.goals.p95} ms` : ''}: ${met ? 'met' : 'missed'}`
    return [page, form.name, range(rate), range(spreadOf(of, 'p50')), range(p95), goal]
  })
  printTable(['page', '', 'pages/s', 'p50 ms', 'p95 ms', 'goal'], rows)
} finally {
  await site.close()
}

/**
 * Node's own report of a test run without the tests that passed: failures and skips in full, then the totals and the
 * files that took longest.
 */
import { Readable } from 'node:stream'
import { relative } from 'node:path'
import { type TestEvent, spec } from 'node:test/reporters'

/** Node's reporter wants a start for every end, so that the starts are held back until something is worth telling. */
async function* withoutPassed(
  events: AsyncIterable<TestEvent>,
  seconds: Map<string, number>,
): AsyncGenerator<TestEvent> {
  const open: { start: TestEvent; told: boolean }[] = []
  for await (const event of events) {
    if (event.type === 'test:summary' && event.data.file)
      seconds.set(nameOf(event.data.file), event.data.duration_ms / 1000)
    if (event.type === 'test:start') {
      open.push({ start: event, told: false })
    } else if (event.type === 'test:pass' || event.type === 'test:fail') {
      if (event.type === 'test:fail' || event.data.skip !== undefined || event.data.todo !== undefined) {
        for (const entry of open) {
          if (!entry.told) yield entry.start
          entry.told = true
        }
      }
      if (open.pop()?.told) yield event
    } else {
      yield event
    }
  }
}

/** Files of one folder that share a process are named by their folder. */
function nameOf(file: string): string {
  return relative(process.cwd(), file.replace(/^.*\/together\/(.*)\.mjs$/, '$1/'))
}

export default async function* quiet(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const seconds = new Map<string, number>()
  const report = Readable.from(withoutPassed(events, seconds)).pipe(new spec())
  for await (const chunk of report) yield String(chunk)
  const longest = [...seconds].toSorted(([, a], [, b]) => b - a).slice(0, 12)
  if (seconds.size > 1) yield `ℹ longest: ${longest.map(([file, time]) => `${file} ${time.toFixed(0)} s`).join(', ')}\n`
}

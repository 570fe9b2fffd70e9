import assert from 'node:assert/strict'
import { test } from 'node:test'
import { progressBar } from './progress-bar.ts'

test('the bar is drawn in proportion, not more than ten times a second, and wiped at the end', () => {
  const written: string[] = []
  const bar = progressBar((text) => written.push(text))
  for (let done = 0; done <= 1000; done++) bar.draw(500 + done / 10, 1000, 'Importing answers')
  bar.end()
  bar.end()
  assert.ok(written.length <= 3, 'drawn once, perhaps twice, and wiped once')
  assert.match(written[0]!, /█{15}░{15} 50 %  Importing answers/)
  assert.equal(written.at(-1), '\r\u001b[2K')
})

test('a bar that was never drawn leaves the terminal alone', () => {
  const written: string[] = []
  progressBar((text) => written.push(text)).end()
  assert.deepEqual(written, [])
})

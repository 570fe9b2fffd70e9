/** Runs test files in the order in which they are named: `--test` of the command line would sort them. */
import { run } from 'node:test'
import quiet from './quiet-reporter.ts'

const [concurrency, ...files] = process.argv.slice(2)
const events = run({ files, concurrency: Number(concurrency) })
events.on('test:summary', ({ success }) => {
  if (!success) process.exitCode = 1
})
events.compose(quiet).pipe(process.stdout)

/** Types, style, unused code, imports, messages and budgets: everything that is told without running the product. */
import { fileURLToPath } from 'node:url'
import { type Finished, installed, run } from './processes.ts'

type Step = { name: string; command: string; args: string[]; alwaysShow?: boolean }

const steps: Step[] = [
  { name: 'types', command: installed('tsc'), args: ['--pretty', 'false'] },
  { name: 'imports', command: process.execPath, args: ['scripts/check-imports.ts'] },
  { name: 'messages', command: process.execPath, args: ['scripts/messages.ts'] },
  { name: 'lint', command: installed('oxlint'), args: ['--deny-warnings', '--format=unix'] },
  { name: 'format', command: installed('oxfmt'), args: ['--check'] },
  { name: 'unused', command: installed('knip'), args: ['--no-progress', '--no-config-hints'] },
  { name: 'budgets', command: process.execPath, args: ['scripts/budgets.ts'], alwaysShow: true },
]

/**
 * Runs every step, two at a time, and prints one line for each and in full whatever a failing one said.
 *
 * @returns the names of the steps that failed.
 */
export async function runChecks(): Promise<string[]> {
  const waiting = [...steps]
  const failed: string[] = []
  async function work(): Promise<void> {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      const finished = await run(step.command, step.args)
      report(step, finished)
      if (finished.code !== 0) failed.push(step.name)
    }
  }
  await Promise.all([work(), work()])
  return failed
}

function report(step: Step, { code, output, seconds }: Finished): void {
  console.log(`${code === 0 ? '✔' : '✖'} ${step.name} (${seconds.toFixed(1)} s)`)
  if (code !== 0 || step.alwaysShow) console.log(indented(output))
}

function indented(text: string): string {
  return text.trimEnd().replace(/^/gm, '    ')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const failed = await runChecks()
  if (failed.length > 0) {
    console.log(`Failed: ${failed.join(', ')}`)
    process.exitCode = 1
  }
}

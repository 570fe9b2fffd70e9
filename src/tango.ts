/** The command line: `tango start`, `tango setup …`. Exit codes: 0 done, 1 refused or failed, 2 asked the wrong way. */
import { Command, CommanderError } from 'commander'
import type { House } from './connect/commands.ts'
import { commands } from './commands.ts'
import { openHouse } from './house.ts'
import { type RunningTango, startTango } from './main.ts'
import { configTable, readConfig } from './platform/config.ts'
import { makeCtx } from './platform/context.ts'
import { Invalid, TangoError } from './platform/errors.ts'
import { describeError, silentLog } from './platform/log.ts'
import { StartError } from './platform/start-error.ts'

const program = new Command('tango')
  .description('Tango: the inside and the outside of a company in one program, with a wall that is real.')
  .option('--json', 'answer with one JSON document instead of lines')
  .exitOverride()
  .showHelpAfterError('Run it with --help to see how it is called.')

program
  .command('start')
  .option('--json', 'say that it is ready in JSON')
  .description('Start Tango and serve until it is told to stop (Ctrl-C, SIGTERM).')
  .addHelpText(
    'after',
    `\nEnvironment:\n${configTable.map(({ name, standard, meaning }) => `  ${name} (${standard})\n      ${meaning}`).join('\n')}`,
  )
  .action(async () => {
    const running = await startTango(readConfig(process.env), (line) => process.stderr.write(`${line}\n`))
    const stopped = Promise.withResolvers<void>()
    const stop = (): void => void running.stop().then(stopped.resolve, stopped.reject)
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, stop)
    if (wantsJson()) console.log(JSON.stringify({ address: running.address, ownerLink: running.ownerLink ?? null }))
    else announce(running)
    await stopped.promise
    process.exit(0)
  })

for (const add of commands) {
  add(program, async (work) => {
    const config = readConfig(process.env)
    const house = await openHouse(config, 'command')
    const json = wantsJson()
    try {
      const ctx = makeCtx({
        viewer: { kind: 'system', reason: 'command line' },
        db: house.db,
        now: new Date(),
        log: silentLog,
      })
      const parts: House = {
        ctx,
        pool: house.pool,
        config,
        blobs: house.blobs,
        print: (line) => console.log(line),
        json,
        interactive: process.stderr.isTTY && !json,
      }
      process.exitCode = (await work(parts)) ?? 0
    } finally {
      await house.close()
    }
  })
}

function wantsJson(): boolean {
  return process.argv.includes('--json')
}

function announce(running: RunningTango): void {
  console.log(`Tango is ready at ${running.address}`)
  if (!running.ownerLink) return
  console.log(`Nobody owns it yet. Open this once to set it up: ${running.address}${running.ownerLink}`)
}

/** What went wrong, in lines a person can act on; true bugs keep their stack. */
function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (error instanceof Invalid) {
    for (const [field, message] of Object.entries(error.fields)) console.error(`${field}: ${message}`)
  } else if (error instanceof StartError || error instanceof TangoError) console.error(error.message)
  else console.error('Tango failed, which it should not. Report this:', JSON.stringify(describeError(error)))
  return 1
}

try {
  await program.parseAsync()
} catch (error) {
  process.exit(explain(error))
}

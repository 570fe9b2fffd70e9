/**
 * The command line: `tango start`, `tango setup …`. Exit codes: 0 done, 1 refused or failed, 2 asked the wrong way,
 * 130 and 143 stopped by Ctrl-C and SIGTERM.
 */
import { Command, CommanderError } from 'commander'
import type { House } from './connect/commands.ts'
import { refusalLines } from './connect/options.ts'
import { commands } from './commands.ts'
import { openHouse } from './house.ts'
import { Interrupted, interruptible, onSignal } from './interruption.ts'
import { type RunningTango, startTango } from './main.ts'
import { configTable, readConfig } from './platform/config.ts'
import { makeCtx } from './platform/context.ts'
import { TangoError } from './platform/errors.ts'
import { describeError, silentLog } from './platform/log.ts'
import { StartError } from './platform/start-error.ts'
import { isLostDatabase } from './sharing.ts'

const program = new Command('tango')
  .description('Tango: the inside and the outside of a company in one program, with a wall that is real.')
  .option('--json', 'answer with one JSON document instead of lines')
  .exitOverride()
  .configureOutput({
    outputError: (text, write) =>
      write(
        `${text
          .replace(/^error: /, '')
          .trim()
          .replaceAll('\n', ' ')}. Run it with --help to see how it is called.\n`,
      ),
  })

let called: Command = program
program.hook('preAction', (_, command) => void (called = command))

program
  .command('start')
  .option('--json', 'say that it is ready in JSON')
  .description('Start Tango and serve until it is told to stop (Ctrl-C, SIGTERM).')
  .addHelpText(
    'after',
    `\nEnvironment:\n${configTable.map(({ name, standard, meaning }) => `  ${name} (${standard})\n      ${meaning}`).join('\n')}`,
  )
  .action(async () => {
    const running = await startTango(readConfig(process.env), tell)
    const stopped = Promise.withResolvers<void>()
    onSignal(() => void running.stop().then(stopped.resolve, stopped.reject))
    const ownerLink = running.ownerLink && running.address + running.ownerLink
    if (wantsJson()) console.log(JSON.stringify({ address: running.address, ownerLink: ownerLink ?? null }))
    else announce(running.address, ownerLink)
    await stopped.promise
    process.exit(0)
  })

for (const add of commands) {
  add(program, async (work) => {
    const config = readConfig(process.env)
    const house = await openHouse(config, 'command', tell)
    const json = wantsJson()
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
    try {
      process.exitCode = (await interruptible(() => work(parts), house.cutOff)) ?? 0
    } finally {
      await house.close()
    }
  })
}

function wantsJson(): boolean {
  return called.optsWithGlobals<{ json?: boolean }>().json === true
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`)
}

function announce(address: RunningTango['address'], ownerLink: string | undefined): void {
  console.log(`Tango is ready at ${address}`)
  if (ownerLink) console.log(`Nobody owns it yet. Open this once to set it up: ${ownerLink}`)
}

/** What went wrong, in lines a person can act on; true bugs keep their stack. */
function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (error instanceof Interrupted) {
    tell(error.message)
    return error.exitCode
  }
  if (error instanceof TangoError) for (const line of refusalLines(error, called)) tell(line)
  else if (error instanceof StartError) tell(error.message)
  else if (isLostDatabase(error)) tell('The database was stopped while the command was at work: run it again.')
  else tell(`Tango failed, which it should not. Report this: ${JSON.stringify(describeError(error))}`)
  return 1
}

// Whoever reads our lines may have seen enough of them (`tango space list | head -1`).
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

try {
  await program.parseAsync()
} catch (error) {
  process.exit(explain(error))
}

/**
 * `bin/db`: psql on Tango's database, joined when Tango runs and started for the time needed when it does not.
 * `--url`, or a machine without psql: the address, for other programs; a database started for it stays until Ctrl-C.
 */
import { once } from 'node:events'
import { readConfig } from '../src/platform/config.ts'
import { joinPostgres, lockDataFolder, startPostgres } from '../src/platform/postgres/postgres.ts'
import { StartError } from '../src/platform/start-error.ts'
import { run, show } from './processes.ts'

async function main(args: string[]): Promise<number> {
  const { databaseUrl, dataFolder } = readConfig(process.env)
  const running = databaseUrl ?? (await joinPostgres(dataFolder))
  if (running) return open(running, args, false)
  const unlock = lockDataFolder(dataFolder)
  const postgres = await startPostgres({ folder: dataFolder })
  try {
    return await open(postgres.url, args, true)
  } finally {
    await postgres.stop()
    unlock()
  }
}

async function open(url: string, args: string[], ours: boolean): Promise<number> {
  const wanted = args.filter((argument) => argument !== '--url')
  const found = await run('/bin/sh', ['-c', 'command -v psql'])
  if (found.code === 0 && wanted.length === args.length) return show('psql', [url, ...wanted])
  console.log(url)
  if (ours) {
    console.error('The database runs until you press Ctrl-C.')
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  }
  return 0
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof StartError)) throw error
  console.error(error.message)
  process.exitCode = 1
}

import pg from 'pg'
import { type Log, describeError } from './log.ts'

/**
 * Listens to a channel of PostgreSQL (`notify`) on a connection of its own and hands each payload on. A connection
 * that is lost is opened again after a second; what was sent meanwhile is missed, so payloads may only be hints.
 */
export async function openChannel(
  url: string,
  channel: string,
  hear: (payload: string) => void,
  log: Log,
): Promise<{ close(): Promise<void> }> {
  let closed = false
  let client: pg.Client
  const connect = async (): Promise<void> => {
    client = new pg.Client({ connectionString: url, application_name: `tango ${channel}` })
    client.on('notification', ({ payload }) => hear(payload ?? ''))
    client.on('error', (error) => log.warn('channel lost', { channel, ...describeError(error) }))
    client.on('end', () => {
      if (!closed) setTimeout(() => void reconnect(), 1000).unref()
    })
    await client.connect()
    await client.query(`listen ${client.escapeIdentifier(channel)}`)
  }
  const reconnect = (): Promise<void> =>
    connect().catch((error: unknown) => {
      log.warn('channel not open', { channel, ...describeError(error) })
      if (!closed) setTimeout(() => void reconnect(), 1000).unref()
    })
  await connect()
  return {
    async close() {
      closed = true
      await client.end()
    },
  }
}

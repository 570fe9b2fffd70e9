import pg from 'pg'
import { type Log, describeError } from './log.ts'

/**
 * Listens to a channel of PostgreSQL (`notify`) on a connection of its own and hands each payload on. A connection
 * that is lost is opened again, one try a second; what was sent meanwhile is missed, so payloads may only be hints.
 * Throws when it cannot be opened at first.
 */
export async function openChannel(
  url: string,
  channel: string,
  hear: (payload: string) => void,
  log: Log,
): Promise<{ close(): Promise<void> }> {
  let closed = false
  let timer: NodeJS.Timeout | undefined
  const connect = async (): Promise<pg.Client> => {
    const client = new pg.Client({
      connectionString: url,
      application_name: `tango ${channel}`,
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
    })
    client.on('notification', ({ payload }) => hear(payload ?? ''))
    client.on('error', (error) => log.warn('channel lost', { channel, ...describeError(error) }))
    try {
      await client.connect()
      await client.query(`listen ${client.escapeIdentifier(channel)}`)
    } catch (error) {
      void client.end().catch(() => {})
      throw error
    }
    // Only now: a client that never came up ends as well, and would start a second row of tries beside the first.
    client.on('end', soon)
    return client
  }
  const soon = (): void => {
    if (!closed) timer = setTimeout(() => void reconnect(), 1000).unref()
  }
  const reconnect = async (): Promise<void> => {
    try {
      client = await connect()
      if (closed) await client.end()
    } catch (error) {
      log.warn('channel not open', { channel, ...describeError(error) })
      soon()
    }
  }
  let client = await connect()
  return {
    async close() {
      closed = true
      clearTimeout(timer)
      await client.end()
    },
  }
}

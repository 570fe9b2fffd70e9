import type pg from 'pg'
import type { BlobStore } from '../platform/blobs.ts'
import type { Config } from '../platform/config.ts'
import type { Ctx } from '../platform/context.ts'

/** What a command works with: an open, migrated Tango, whether its server runs or not. */
export interface House {
  /** Seeing everything, for `connect/`. */
  readonly ctx: Ctx
  /** The same database, for what needs a connection of its own: streams, snapshots. */
  readonly pool: pg.Pool
  readonly config: Config
  readonly blobs: BlobStore
  /** One line of the command's result, to standard output. */
  print(line: string): void
  /** The caller wants one JSON document instead of lines. */
  readonly json: boolean
  /** Somebody looks at a terminal: progress may be drawn on standard error. */
  readonly interactive: boolean
}

/**
 * Opens the house, lets the work be done in it, closes it. A number that the work returns becomes the exit code
 * (nothing: 0); a StartError or TangoError that it throws is one line on standard error and exit code 1.
 */
export type Run = (work: (house: House) => Promise<number | void>) => Promise<void>

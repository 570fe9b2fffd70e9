import type { RawBuilder, SqlBool } from 'kysely'
import type { Ctx } from '../platform/context.ts'
import type { AccountId } from '../platform/ids.ts'
import type { Reader, Reasons } from './reader.access.ts'
import type { SpaceId } from './spaces/spaces.ts'

/** What of a thing is shown where somebody points at it. A reply has no title. */
export interface Quote {
  readonly title: string
  /** Markdown; empty once it was recalled. */
  readonly body: string
  readonly authorId: AccountId
  readonly writtenAt: Date
  readonly spaceId: SpaceId
}

/**
 * What everything readable registers once (features.ts), so that search, feed, notices, recall, export and the proof
 * of the wall are written once. The suite in test/contract/ runs over every kind.
 */
export interface ContentKind {
  readonly name: string
  /** The table whose rows are things of this kind, by `id`. */
  readonly table: string
  /** The one condition under which a reader may read a row of `table`. */
  readonly readable: (reader: Reader) => RawBuilder<SqlBool>
  /** Why a reader may read a row of `table`, in one sentence, by the same rule; null exactly if they may not. */
  readonly why: (reader: Reader) => RawBuilder<Reasons | null>
  /** The space in which a thing stands, for a viewer who may read it. NotFound otherwise. */
  readonly spaceIdOf: (ctx: Ctx, id: number) => Promise<SpaceId>
  /** The path of one thing, for a viewer who may read it. NotFound otherwise. */
  readonly addressOf: (ctx: Ctx, id: number) => Promise<string>
  /** Whether its author keeps a thing outside for fewer than its space, for a viewer who may read it. Absent: none can be. */
  readonly isNarrowed?: (ctx: Ctx, id: number) => Promise<boolean>
  /** All text that a thing carries, for search, export and the canary crawl. NotFound when the viewer may not read it. */
  readonly textOf: (ctx: Ctx, id: number) => Promise<string>
  /** What is shown of a thing elsewhere, as it is now. NotFound when the viewer may not read it. Without: it cannot cross. */
  readonly quoteOf?: (ctx: Ctx, id: number) => Promise<Quote>
  /** Takes the text of a thing back after a crossing is recalled: page, feed, search; a marker stays. */
  readonly recall?: (ctx: Ctx, id: number) => Promise<void>
}

const kinds = new Map<string, ContentKind>()

/** Called by features.ts, once per kind, before anything is served. */
export function registerContentKind(kind: ContentKind): void {
  if (kinds.has(kind.name) && kinds.get(kind.name) !== kind) throw new Error(`two content kinds are named ${kind.name}`)
  kinds.set(kind.name, kind)
}

export function contentKind(name: string): ContentKind {
  const kind = kinds.get(name)
  if (!kind) throw new Error(`no content kind is named ${name}`)
  return kind
}

export function contentKinds(): readonly ContentKind[] {
  return [...kinds.values()]
}

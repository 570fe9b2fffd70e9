import type { Hono } from 'hono'
import type { ComponentChildren } from 'preact'
import type { BlobStore } from '../blobs.ts'
import type { Config } from '../config.ts'
import type { Ctx, Realm } from '../context.ts'
import type { Languages } from '../languages/languages.ts'

/** What every request carries for the routes. */
export interface WebEnv {
  Variables: {
    ctx: Ctx
    requestId: string
    /** Hash of the network address, for rate limits; the address itself is never kept. */
    network: string
    config: Config
    /** The languages that pages can be read in. */
    languages: Languages
    blobs: BlobStore
    /** The token of the session that the request came with, to tell "this one" from the others. */
    sessionToken: string | undefined
  }
}

export type WebApp = Hono<WebEnv>

/** A feature's addresses: called once with the application. */
export type Routes = (app: WebApp) => void

/** What a page outside is about: for link previews, and for what robots may do with it. */
export type PageSubject =
  | { readonly kind: 'thread' | 'space' | 'person'; readonly id: number }
  | { readonly kind: 'tag'; readonly name: string }

/** What a page tells its frame. `c.render(<Page … />, page)` in a route; the frame itself is drawn by `web/`. */
export interface PageProps {
  readonly title: string
  /** The side this page stands on; chooses frame, colours and faces. */
  readonly realm: Realm
  readonly frame?: 'side' | 'seam' | 'bare'
  /** Where the navigation stands: the key of a nav item. */
  readonly nav?: string
  /** The page's own unchanging path, for search engines; absent on pages that are not for them. */
  readonly canonical?: string
  readonly description?: string
  readonly subject?: PageSubject
  readonly feed?: { readonly path: string; readonly title: string }
  /** Structured data, placed as JSON-LD. */
  readonly structuredData?: unknown
  /** Where the doorway leads from here; absent: the home of the other side. */
  readonly counterpart?: string
  /** Topics that make this page refresh itself when they change. */
  readonly live?: readonly string[]
  /** 'offer' (standard): the reader is told and asks for it. 'now': the page refreshes itself, for threads worked on together. */
  readonly liveMode?: 'offer' | 'now'
  readonly status?: number
  /** Names of style bundles beyond the common one (ui/styles.ts). */
  readonly styles?: readonly string[]
  /** 'rail' shrinks the nav of a work page inside; 'narrow' is one slim column outside. */
  readonly width?: 'rail' | 'narrow'
  /** Content of the masthead of an outside home page. */
  readonly masthead?: ComponentChildren
  /** False keeps search engines away although the page is public. */
  readonly indexed?: boolean
  /** For a page that is kept for visitors in spite of what is written elsewhere. Absent: any change empties it. */
  readonly keep?: Keeping
}

/** How long a page stands that shows nothing but threads, people and names of places. */
export interface Keeping {
  /** Every thread of which it shows anything, be it a title or a count. */
  readonly threads: readonly number[]
  /** It says days and dates only, or times that pass by the minute. */
  readonly until: 'midnight' | 'a minute'
}

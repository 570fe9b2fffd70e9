/** What the matcher is given: the text fields and the facts of one post. What is absent is unknown. */
import type { TextField } from './fields.shared.ts'

type Texts = { readonly [field in TextField]?: string | readonly string[] }
type Several = string | readonly string[]

/**
 * A post. `time` is when it was written and `added` when it came in, both epoch milliseconds. `author`, `mentions`, `to`
 * and `replyto` list every identity by which one may be known (handle, address, DID, profile URL). `site` is a host, `url`
 * and `links` whole addresses. Texts with several parts (`alt`) are separate: no phrase crosses them.
 * `words` is counted from `body`, and hashtags in the text count as `hashtag` beside those listed.
 */
export type Post = Texts & {
  readonly time?: number
  readonly added?: number
  readonly author?: Several
  readonly mentions?: Several
  readonly to?: Several
  readonly replyto?: Several
  readonly person?: Several
  readonly org?: Several
  readonly segment?: Several
  readonly list?: Several
  readonly assigned?: Several
  readonly source?: Several
  readonly network?: Several
  readonly sourcetype?: Several
  readonly site?: Several
  readonly url?: Several
  readonly links?: Several
  readonly channel?: Several
  readonly country?: Several
  readonly region?: Several
  readonly city?: Several
  readonly geo?: { readonly latitude: number; readonly longitude: number }
  readonly type?: Several
  readonly is?: Several
  readonly has?: Several
  readonly lang?: Several
  readonly hashtag?: Several
  readonly tag?: Several
  readonly category?: Several
  readonly sentiment?: Several
  readonly topic?: Several
  readonly intent?: Several
  readonly id?: Several
  readonly parent?: Several
  readonly thread?: Several
  readonly status?: Several
  readonly team?: Several
  readonly case?: Several
  readonly query?: Several
  readonly followers?: number
  readonly rating?: number
  readonly likes?: number
  readonly reposts?: number
  readonly replies?: number
  readonly views?: number
  readonly engagement?: number
  readonly reach?: number
  readonly priority?: number
  readonly verified?: boolean
  readonly bot?: boolean
  readonly employee?: boolean
  readonly checked?: boolean
}

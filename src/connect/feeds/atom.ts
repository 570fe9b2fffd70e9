/** One entry of a feed; `html` must come out of the sanitising renderer. */
export interface FeedEntry {
  /** A path that never changes, whatever its title becomes: readers know the entry again by it. */
  readonly lasting: string
  /** Path of the thing, with its fragment. */
  readonly path: string
  readonly title: string
  /** The title is said by Tango, and not by whoever wrote the text. */
  readonly isTitleTold?: true
  readonly author: string
  readonly publishedAt: Date
  readonly updatedAt: Date
  readonly html: string
  readonly tags: readonly string[]
}

export interface Feed {
  /** The tag of the language of what Tango says in it. What people wrote is in no known language. */
  readonly language: string
  readonly title: string
  /** Paths of the feed itself and of the page that it follows. */
  readonly self: string
  readonly page: string
  /** When its newest entry changed; its page's own time when it has none. */
  readonly updatedAt: Date
  readonly entries: readonly FeedEntry[]
  /** Made for one account: no hub tells anybody of it. */
  readonly personal?: true
}

/** A feed as an Atom document (RFC 4287). `site` is the public address; relative links in texts are resolved against it. */
export function atomFeed(feed: Feed, site: string): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:base="${xml(`${site}/`)}" xml:lang="${xml(feed.language)}">
<id>${xml(site + feed.self)}</id>
<title>${xml(feed.title)}</title>
<updated>${feed.updatedAt.toISOString()}</updated>
<link rel="self" type="application/atom+xml" href="${xml(site + feed.self)}"/>
${feed.personal ? '' : `<link rel="hub" href="${xml(`${site}/hub`)}"/>\n`}<link rel="alternate" type="text/html" href="${xml(site + feed.page)}"/>
<generator>Tango</generator>
${feed.entries.map((entry) => atomEntry(entry, site)).join('')}</feed>
`
}

/** XML 1.0, 2.12: the language of what stands around it does not hold here. */
const unknownLanguage = ' xml:lang=""'

function atomEntry(entry: FeedEntry, site: string): string {
  const url = xml(site + entry.path)
  return `<entry>
<id>${xml(site + entry.lasting)}</id>
<title${entry.isTitleTold ? '' : unknownLanguage}>${xml(entry.title)}</title>
<link rel="alternate" type="text/html" href="${url}"/>
<author><name>${xml(entry.author)}</name></author>
<published>${entry.publishedAt.toISOString()}</published>
<updated>${entry.updatedAt.toISOString()}</updated>
${entry.tags.map((tag) => `<category term="${xml(tag)}"/>\n`).join('')}<content type="html"${unknownLanguage}>${xml(entry.html)}</content>
</entry>
`
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }

/** Text made safe inside XML, in an element or an attribute; characters that XML does not know are left out. */
export function xml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"']/g, (character) => escapes[character]!)
}

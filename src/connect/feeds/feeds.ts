/** Atom feeds (RFC 4287) of what visitors read, and the site map. */
export { type Feed, type FeedEntry, atomFeed } from './atom.ts'
export { feedAt, isFeedPath } from './feed-paths.ts'
export { communityFeed, membersSpaceFeed, personFeed, spaceFeed, tagFeed, threadFeed, typeFeed } from './making.ts'
export { sitemapIndex, sitemapPage } from './sitemap.ts'

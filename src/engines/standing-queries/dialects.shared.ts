/** The rules of other tools, from their public manuals (Brandwatch and Meltwater help centres, X developer documentation). */
import { fieldOf } from './fields.shared.ts'

/** What a dialect makes of a piece: the same text when it means the same. */
export type Rewrite = { text: string; changed?: string; unsupported?: string }
/** A rule gets a piece without its minus; undefined leaves it as it is. */
export type Rules = {
  word: (text: string) => Rewrite | undefined
  phrase: (text: string) => Rewrite | undefined
  field: (name: string, value: string) => Rewrite | undefined
}

const none = (name: string, value: string): Rewrite => ({
  text: `${name}:${value}`,
  unsupported: `There is no field like ${name}: here; take it out or say it in words.`,
})

/** `[100 TO *]` has an open end, which is a comparison here. */
function closedRange(name: string, value: string): Rewrite | undefined {
  const open = /^\[\s*(\S+)\s+TO\s+(\S+)\s*\]$/i.exec(value)
  if (!open) return undefined
  if (open[2] === '*') return { text: `${name}:>=${open[1]}` }
  return open[1] === '*' ? { text: `${name}:<=${open[2]}` } : undefined
}

function hasWildcard(value: string): boolean {
  return /\*/.test(value) && !value.startsWith('[')
}

const place = 'Places have the names and codes of our own posts (countries are two letters); check this one.'

/** Almost the same language; places, clock times and comments differ in meaning. */
export const brandwatch: Rules = {
  word: () => undefined,
  phrase: () => undefined,
  field(name, value) {
    const known = fieldOf(name)
    const lower = name.toLowerCase()
    if (lower === 'raw') return undefined
    if (!known) return none(name, value)
    if ('fact' in known && hasWildcard(value))
      return { text: `${name}:${value}`, unsupported: 'A wildcard works in text only here; list the values.' }
    if (['country', 'region', 'city'].includes(lower)) return { text: `${name}:${value}`, changed: place }
    if (lower === 'minuteofday')
      return { text: `${name}:${value}`, changed: 'Minutes count in the time zone of this query, not in UTC.' }
    if (lower === 'engagementtype' && /comment/i.test(value))
      return { text: 'type:reply', changed: 'A comment and a reply are one thing after engagementType:.' }
    return closedRange(name, value)
  },
}

/** NEAR without a number means four words; operators may be in lower case; ^n only orders results. */
export const meltwater: Rules = {
  word(text) {
    if (/^o?near$/i.test(text)) return { text: `${text.toUpperCase()}/4` }
    if (/^o?near\/\d+$/.test(text)) return { text: text.toUpperCase(), changed: 'Taken as an operator.' }
    if (/^(and|or|not)$/.test(text))
      return { text: text.toUpperCase(), changed: 'Taken as an operator; quote it to search the word.' }
    const weight = /^(.*)\^\d+$/.exec(text)
    if (weight)
      return { text: weight[1] as string, changed: 'A weight orders results there; here all matches count the same.' }
    return undefined
  },
  phrase: (text) =>
    /~\d+f?$/.test(text)
      ? { text, changed: 'The number counts moves of words there; here it counts other words between.' }
      : undefined,
  field(name, value) {
    const known = fieldOf(name)
    if (!known) return none(name, value)
    if ('fact' in known && hasWildcard(value))
      return { text: `${name}:${value}`, unsupported: 'A wildcard works in text only here; list the values.' }
    const lower = name.toLowerCase()
    if (lower === 'ingress')
      return {
        text: `lead:${value}`,
        changed: 'Searches the opening paragraph only; add title: if headlines are meant.',
      }
    if (['country', 'sourcecountry', 'region', 'city'].includes(lower))
      return { text: `${name}:${value}`, changed: place }
    return closedRange(name, value)
  },
}

const xFlags = new Map([
  ['is:retweet', 'type:repost'],
  ['is:reply', 'type:reply'],
  ['is:quote', 'type:quote'],
  ['is:verified', 'verified:true'],
  ['has:images', 'has:image'],
  ['has:videos', 'has:video'],
  ['has:video_link', 'has:video'],
  ['has:links', 'has:link'],
  ['has:media', 'has:media'],
  ['has:geo', 'has:location'],
  ['has:hashtags', 'NOT hashtag:none'],
  ['has:mentions', 'NOT mentions:none'],
  ['filter:links', 'has:link'],
  ['filter:images', 'has:image'],
  ['filter:videos', 'has:video'],
  ['filter:media', 'has:media'],
  ['filter:replies', 'type:reply'],
  ['filter:retweets', 'type:repost'],
  ['filter:nativeretweets', 'type:repost'],
  ['filter:quote', 'type:quote'],
  ['filter:verified', 'verified:true'],
])

const xNames = new Map([
  ['conversation_id', 'thread'],
  ['in_reply_to_tweet_id', 'parent'],
  ['in_reply_to_status_id', 'parent'],
  ['place_country', 'country'],
  ['bio_name', 'authorname'],
])
const xSame = new Set(['from', 'to', 'lang', 'bio', 'since', 'until'])
const xAtLeast = new Map([
  ['min_faves', 'likes'],
  ['min_retweets', 'reposts'],
  ['min_replies', 'replies'],
  ['followers_count', 'followers'],
])

/** A space is AND, and there are no wildcards, no NOT and no NEAR: as words they are quoted. */
export const x: Rules = {
  word(text) {
    if (text === 'AND') return { text, changed: 'A word there; an operator here.' }
    if (text === 'NOT' || /^O?NEAR(\/.*)?$/.test(text))
      return { text: `"${text}"`, changed: 'A word there, so it is searched as a word.' }
    if (/[*?]/.test(text)) {
      const plain = text.replace(/[*?]+/g, '')
      // Signs alone find nothing in either tool.
      return plain === ''
        ? { text: '', changed: 'Signs are not searched.' }
        : { text: plain, changed: 'There are no wildcards there, so the sign was left out.' }
    }
    return undefined
  },
  phrase(text) {
    if (/~\d+$/.test(text)) return { text, changed: 'The number counts other words between, in any order.' }
    const plain = text.replace(/[*?]+/g, ' ')
    return plain === text
      ? undefined
      : { text: plain, changed: 'There are no wildcards there, so the sign was left out.' }
  },
  field(name, value) {
    const lower = name.toLowerCase()
    const flag = xFlags.get(`${lower}:${value.toLowerCase()}`)
    if (flag) return { text: flag }
    if (xSame.has(lower)) return undefined
    const renamed = xNames.get(lower)
    if (renamed) return { text: `${renamed}:${value}` }
    if (lower === 'url')
      return { text: `links:${value}`, changed: 'Matches the beginning of a linked address, not a part of it.' }
    if (lower === 'place') return { text: `city:${value}`, changed: place }
    const least = xAtLeast.get(lower)
    if (least) {
      const range = /^(\d+)\.\.(\d+)$/.exec(value)
      return { text: range ? `${least}:[${range[1]} TO ${range[2]}]` : `${least}:>=${value}` }
    }
    const point = /^\[\s*(-?[\d.]+)\s+(-?[\d.]+)\s+([\d.]+(?:km|mi))\s*\]$/.exec(value)
    if (lower === 'point_radius' && point) return { text: `geo:${point[2]},${point[1]},${point[3]}` }
    return none(name, value)
  },
}

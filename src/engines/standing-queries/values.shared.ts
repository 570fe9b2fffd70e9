/** What may stand after `field:`, checked and brought to the form in which the tree keeps it. */
import { engagementTypes, facts, type FactField } from './fields.shared.ts'
import { readMinute, readMoment } from './moments.shared.ts'
import { fail, nearest } from './problems.shared.ts'
import type { Place, Value } from './tree.shared.ts'
import { folded } from './words.shared.ts'

const truths = new Map(Object.entries({ true: 'true', yes: 'true', false: 'false', no: 'false' }))
const ordered = new Set(['number', 'moment', 'minute'])

/** Whether ranges and comparisons make sense for a field. */
function isOrdered(field: FactField): boolean {
  return ordered.has(facts[field].type) && field !== 'since' && field !== 'until'
}

/** One value as the tree keeps it; throws a QueryFault E202 when it does not fit. `spelling` is the name as typed. */
export function checkedText(field: FactField, text: string, spelling: string, place: Place): string {
  const spec = facts[field]
  const refuse = (hint: string): never => fail('E202', place.from, place.to, hint)
  if (text === '') refuse(`Write a value directly after ${spelling}:`)
  switch (spec.type) {
    case 'choice': {
      const lower = text.toLowerCase()
      const meant = spelling.toLowerCase() === 'engagementtype' ? engagementTypes.get(lower) : lower
      const choices = spec.choices ?? []
      if (meant !== undefined && choices.includes(meant)) return meant
      const near = nearest(lower, choices)
      return refuse(near ? `Did you mean ${near}?` : `Use one of ${choices.join(', ')}.`)
    }
    case 'flag':
      return truths.get(text.toLowerCase()) ?? refuse('Use true or false.')
    case 'number':
      return /^-?\d{1,15}(\.\d{1,6})?$/.test(text) ? String(Number(text)) : refuse('Use a number, such as 100.')
    case 'moment':
      return readMoment(text) ? text : refuse('Use a date such as 2026-02-01, or -7d for the last seven days.')
    case 'minute':
      return readMinute(text) === undefined ? refuse('Use a time such as 09:30, or minutes after midnight.') : text
    case 'lang':
      return /^[a-z]{2,8}(-[a-z\d]{1,8})*$/i.test(text) ? text : refuse('Use a language tag such as pt or pt-BR.')
    case 'site':
      return /^[\p{L}\p{N}.\-]+(:\d+)?$/v.test(text) ? text.toLowerCase() : refuse('Use a host such as example.org.')
    case 'geo':
      return readCircle(text) ? text : refuse('Use latitude, longitude and radius, such as 52.52,13.40,25km.')
    case 'name':
      return folded(text) === '' ? refuse('Write a name.') : text
    default:
      return text.includes('*') ? refuse('A wildcard works in text only; write the whole value.') : text
  }
}

/** A range whose ends fit the field and stand in order; throws E107 when reversed, E202 when the field has no order. */
export function checkedRange(
  field: FactField,
  range: Value & { kind: 'range' },
  spelling: string,
  place: Place,
): Value {
  if (!isOrdered(field)) {
    const better =
      field === 'since' || field === 'until' ? `Use ${field}: with one date.` : `Use ${spelling}: with a plain value.`
    fail('E202', place.from, place.to, better)
  }
  const low = range.low === undefined ? undefined : checkedText(field, range.low, spelling, place)
  const high = range.high === undefined ? undefined : checkedText(field, range.high, spelling, place)
  if (low !== undefined && high !== undefined && isReversed(field, low, high))
    fail('E107', place.from, place.to, `Put the smaller end first: [${high} TO ${low}].`)
  return {
    kind: 'range',
    ...(low === undefined ? {} : { low }),
    ...(high === undefined ? {} : { high }),
    lowOpen: range.lowOpen,
    highOpen: range.highOpen,
  }
}

function isReversed(field: FactField, low: string, high: string): boolean {
  const { type } = facts[field]
  if (type === 'number') return Number(low) > Number(high)
  // A span of the day may run over midnight.
  if (type !== 'moment') return false
  const [a, b] = [readMoment(low), readMoment(high)]
  if (a?.kind === 'ago' && b?.kind === 'ago') return a.ms < b.ms
  if (a?.kind === 'instant' && b?.kind === 'instant') return a.ms > b.ms
  return a?.kind === 'local' && b?.kind === 'local' && a.utc > b.utc
}

export type Circle = { latitude: number; longitude: number; km: number }

/** `52.52,13.40,25km` as degrees and kilometres, or undefined. */
export function readCircle(text: string): Circle | undefined {
  const parts = /^(-?\d{1,2}(?:\.\d+)?),(-?\d{1,3}(?:\.\d+)?),(\d{1,5}(?:\.\d+)?)(km|mi)$/.exec(text)
  if (!parts) return undefined
  const [latitude, longitude, radius] = [Number(parts[1]), Number(parts[2]), Number(parts[3])]
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return undefined
  return { latitude, longitude, km: parts[4] === 'mi' ? radius * 1.609344 : radius }
}

const tracking = /^(utm_[^=]*|fbclid|gclid|dclid|msclkid|mc_cid|mc_eid|igshid|igsh|twclid|yclid|ref_src)(=|$)/i

/** A web address without scheme, `www.` and tracking parameters, host in lower case: what url: and links: compare. */
export function plainAddress(address: string): string {
  const bare = address
    .trim()
    .replace(/^[a-z][a-z\d+.-]*:\/\//i, '')
    .replace(/^www\./i, '')
  const hostEnd = bare.search(/[/?#]/)
  const rest = hostEnd < 0 ? '' : bare.slice(hostEnd)
  const host = (hostEnd < 0 ? bare : bare.slice(0, hostEnd)).toLowerCase()
  const question = rest.indexOf('?')
  if (question < 0) return host + rest
  const hash = rest.indexOf('#', question)
  const query = rest.slice(question + 1, hash < 0 ? undefined : hash)
  const kept = query.split('&').filter((part) => !tracking.test(part))
  return (
    host + rest.slice(0, question) + (kept.length > 0 ? `?${kept.join('&')}` : '') + (hash < 0 ? '' : rest.slice(hash))
  )
}

/** The form in which values of a field are compared, for a query's value and a post's alike. */
export function comparedText(field: FactField, text: string): string {
  switch (facts[field].type) {
    case 'name':
      return folded(field === 'hashtag' ? text.replace(/^#/, '') : text).trim()
    case 'handle':
      return text.trim().replace(/^@/, '').toLowerCase()
    case 'choice':
    case 'flag':
    case 'lang':
    case 'site':
      return text.trim().toLowerCase()
    case 'url':
      return plainAddress(text)
    default:
      return text
  }
}

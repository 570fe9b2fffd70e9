/**
 * A made-up graph that looks like people: for measurements and large tests.
 *
 * Half of the ties follow a power law (Chung, Lu, 2002: ends drawn in proportion to weights (rank + 75)^-0.85, which
 * is a tail exponent near 2.2), half join two members of one community (sizes 22 to 2,000, power law). At a million
 * people and 10 million ties: 20 contacts in the mean, 6,000 at most, and a contact of somebody has 230 in the mean.
 */

const EXPONENT = 1 - 0.85
const FLAT = 75

/** A seeded generator of numbers from 0 to below 1 (mulberry32, Tommy Ettinger, 2017). */
export function seededRandom(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/**
 * Ties of a sample graph as a walk for `buildGraph`: the same ones each time. About `draws` of them; a few per cent
 * are repeated, and a draw of the same person twice gives none.
 */
export function sampleTies(people: number, draws: number, seed: number): (tie: (a: number, b: number) => void) => void {
  const order = seededRandom(seed)
  const byRank = shuffled(people, order)
  const byPlace = shuffled(people, order)
  const starts = new Int32Array(people)
  const sizes = new Int32Array(people)
  for (let at = 0; at < people;) {
    const size = Math.min(people - at, 2000, 2 + Math.floor(20 * (1 - order()) ** -0.8))
    starts.fill(at, at, at + size)
    sizes.fill(size, at, at + size)
    at += size
  }
  const low = FLAT ** EXPONENT
  const span = (people + FLAT) ** EXPONENT - low
  return (tie) => {
    const next = seededRandom(seed + 1)
    const byWeight = () => byRank[Math.min(people - 1, Math.floor((low + next() * span) ** (1 / EXPONENT) - FLAT))]!
    for (let draw = 0; draw < draws; draw++) {
      const place = Math.floor(next() * people)
      const near = draw % 2 === 1
      const a = near ? byPlace[place]! : byWeight()
      const b = near ? byPlace[starts[place]! + Math.floor(next() * sizes[place]!)]! : byWeight()
      if (a !== b) tie(a, b)
    }
  }
}

function shuffled(count: number, next: () => number): Int32Array {
  const ids = Int32Array.from({ length: count }, (_, id) => id)
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(next() * (last + 1))
    const id = ids[last]!
    ids[last] = ids[other]!
    ids[other] = id
  }
  return ids
}

/** Pairs one to three ties apart, in equal shares: a random tie, then at most two more from its end. */
export function nearPairs(
  ties: { people: number; a: Int32Array; b: Int32Array },
  count: number,
  next: () => number,
): { a: Int32Array; b: Int32Array } {
  const contactOf = new Int32Array(ties.people)
  ties.a.forEach((one, tie) => {
    contactOf[one] = ties.b[tie]!
    contactOf[ties.b[tie]!] = one
  })
  const a = new Int32Array(count)
  const b = new Int32Array(count)
  for (let at = 0; at < count; at++) {
    const tie = Math.floor(next() * ties.a.length)
    a[at] = ties.a[tie]!
    b[at] = ties.b[tie]!
    for (let more = at % 3; more > 0; more--) b[at] = contactOf[b[at]!]!
  }
  return { a, b }
}

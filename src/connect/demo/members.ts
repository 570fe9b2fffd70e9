/** How near the riders are to each other, what they tell of themselves to whom, and texts that reach a few. */
import { slugOf } from '../../platform/text/markdown.ts'
import type { AccountId } from '../../platform/ids.ts'
import * as queries from './demo.queries.ts'
import type { Stage } from './threads.ts'

const day = 86_400_000
const named = 6
const groupSize = 20

/** Who knows whom of those that are known by name: 0 Ines, 1 Gustav, 2 Joost, 3 Amina, 4 Marit, 5 Willem; then the others. */
const pairs: readonly (readonly [number, number])[] = [
  // From Ines: Gustav and Marit directly, Joost and Willem over one step, Amina over two.
  ...([
    [0, 1],
    [0, 4],
    [1, 2],
    [2, 3],
    [4, 5],
  ] as const),
  ...([
    [0, 8],
    [0, 11],
    [0, 15],
    [1, 9],
    [1, 22],
    [4, 13],
    [4, 24],
  ] as const),
  ...([
    [3, 107],
    [3, 112],
    [3, 118],
    [2, 109],
    [5, 190],
    [5, 205],
  ] as const),
]

interface Narrowed {
  readonly by: number
  readonly reach: number
  readonly daysAgo: number
  readonly title: string
  readonly body: string
  readonly tags: readonly string[]
  readonly answers: readonly { readonly by: number; readonly body: string }[]
}

const narrowed: readonly Narrowed[] = [
  {
    by: 0,
    reach: 1,
    daysAgo: 4,
    title: 'Who can lend me a child seat for two weeks?',
    body: 'My sister visits with a three-year-old. I have the rack and the adapter, I only need the seat.',
    tags: ['child-seat'],
    answers: [{ by: 4, body: 'Ours stands in the cellar, the children have outgrown it. Fetch it whenever you like.' }],
  },
  {
    by: 1,
    reach: 2,
    daysAgo: 6,
    title: 'Slow round along the lake on Sunday, who comes?',
    body: 'About 35 km, flat, a stop for cake. I leave the ferry at ten. Bring whom you know.',
    tags: ['trips'],
    answers: [
      { by: 0, body: 'I come, with a warm battery this time.' },
      { by: 4, body: 'Ines told me. Is there a place to charge at the cake?' },
      { by: 3, body: 'Too far for me this month. Have fun.' },
    ],
  },
  {
    by: 2,
    reach: 3,
    daysAgo: 9,
    title: 'My Cairn was taken in the night, keep your eyes open',
    body: 'Dark green, bent left lever, a blue bell. It stood by the station. The frame number is with the police.',
    tags: ['theft'],
    answers: [
      { by: 1, body: 'I pass there every day and look.' },
      { by: 0, body: 'Told two workshops here to look out for the bell.' },
    ],
  },
  {
    by: 3,
    reach: 4,
    daysAgo: 12,
    title: 'Which insurance paid you for a stolen battery?',
    body: 'Mine says that a battery is no part of the bike. For members only, because I name the company in the answers.',
    tags: ['theft', 'battery'],
    answers: [
      { by: 60, body: 'Mine paid after I sent a picture of the lock. Ask for the part of the contract in writing.' },
      { by: 141, body: 'Household contents paid, the bike insurance did not.' },
    ],
  },
  {
    by: 4,
    reach: 0,
    daysAgo: 2,
    title: 'For my next visit to the workshop',
    body: '- The noise from the left pedal, only uphill\n- Ask about the second key\n- Tyres: still 2 mm',
    tags: ['service'],
    answers: [],
  },
]

/** Connections in riding groups with a few ties between them, fields with different reaches, and narrowed questions. */
export async function joinMembers(stage: Stage): Promise<void> {
  await connect(stage)
  await tell(stage)
  await writeNarrowed(stage)
}

async function connect({ ctx, chance, people: { riders } }: Stage): Promise<void> {
  const near: (readonly [number, number])[] = [...pairs]
  for (let first = named; first < riders.length; first += groupSize) {
    const group = Array.from({ length: Math.min(groupSize, riders.length - first) }, (_, index) => first + index)
    for (const one of group) for (const other of chance.some(group, chance.between(1, 3))) near.push([one, other])
    const next = first + groupSize
    // Two from each group ride with the next one too.
    if (next < riders.length)
      for (const one of chance.some(group, 2))
        near.push([one, chance.between(next, Math.min(next + 9, riders.length - 1))])
  }
  const seen = new Set<string>()
  const rows = near.flatMap(([one, other]): queries.DemoConnection[] => {
    const key = [one, other].toSorted((a, b) => a - b).join(' ')
    if (one === other || seen.has(key)) return []
    seen.add(key)
    const isNamed = one < named && other < named
    const askedAt = new Date(ctx.now.getTime() - chance.between(5 * 24, 88 * 24) * 3_600_000)
    return [
      {
        asker: riders[one]!.id,
        asked: riders[other]!.id,
        askedAt,
        acceptedAt:
          isNamed || chance.next() < 0.9 ? new Date(askedAt.getTime() + chance.between(1, 90) * 3_600_000) : null,
        hidden: !isNamed && chance.next() < 0.06,
      },
    ]
  })
  await queries.insertConnections(ctx, rows)
  const follows = chance.some(riders, 70).map(({ id }) => ({
    accountId: id,
    followedId: riders[chance.between(0, 11)]!.id,
    at: new Date(ctx.now.getTime() - chance.between(1, 80) * day),
  }))
  await queries.insertFollows(
    ctx,
    follows.filter(({ accountId, followedId }) => accountId !== followedId),
  )
}

const places = ['Utrecht', 'Porto', 'Malmö', 'Bergen', 'Gent', 'Aarhus', 'Braga', 'Groningen']

async function tell({ ctx, chance, people: { riders } }: Stage): Promise<void> {
  const rows: queries.DemoField[] = []
  const add = (accountId: AccountId, field: queries.DemoField['field'], value: string, reach: number) =>
    rows.push({ accountId, field, value, reach })
  for (const [index, { id }] of riders.entries()) {
    const isNamed = index < named
    if (isNamed || chance.next() < 0.5) add(id, 'place', chance.pick(places), chance.pick([2, 4, 4, 5]))
    if (chance.next() < 0.12) add(id, 'organisation', 'Cycling club', chance.pick([3, 4]))
    if (isNamed || chance.next() < 0.15) add(id, 'phone', `+31 97 0102 ${1000 + index}`, chance.pick([0, 1]))
    if (isNamed || chance.next() < 0.4) add(id, 'connections', '', chance.pick([0, 1, 2, 3, 4]))
  }
  const [ines, gustav] = riders
  add(ines!.id, 'about', 'Rides a Tide, to work and back, in any weather.', 5)
  add(gustav!.id, 'about', 'Mends what can be mended. Ask me about brakes.', 4)
  add(gustav!.id, 'website', 'https://gustav.demo.example', 3)
  // Later rows of one field win; the statement takes each field of a person once.
  const last = new Map(rows.map((row) => [`${row.accountId} ${row.field}`, row]))
  await queries.insertFields(ctx, [...last.values()])
}

async function writeNarrowed({ ctx, places: { riders: space }, people: { riders } }: Stage): Promise<void> {
  const at = (days: number, hours: number) => new Date(ctx.now.getTime() - days * day + hours * 3_600_000)
  const ids = await queries.insertThreads(
    ctx,
    narrowed.map(({ by, title, body, tags, reach, daysAgo }) => ({
      spaceId: space.id,
      realm: space.realm,
      type: 'question' as const,
      authorId: riders[by]!.id,
      title,
      slug: slugOf(title),
      body,
      createdAt: at(daysAgo, 0),
      activeAt: at(daysAgo, 0),
      tags,
      reach,
    })),
  )
  await queries.insertReplies(
    ctx,
    narrowed.flatMap(({ answers, daysAgo }, index) =>
      answers.map(({ by, body }, place) => ({
        threadId: ids[index]!,
        kind: 'answer' as const,
        parentId: null,
        authorId: riders[by]!.id,
        body,
        createdAt: at(daysAgo, 3 + 5 * place),
      })),
    ),
  )
}

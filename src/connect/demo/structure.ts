import { addToGroup, makeGroup } from '../../people/groups/groups.ts'
import { loadPeople } from '../../people/accounts/accounts.ts'
import { type NodeId, changeNode, makeNode, placePerson, placeThing, todayOf } from '../../people/axes/axes.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Chance } from './chance.ts'
import type { DemoPeople } from './people.ts'
import type { DemoPlaces } from './places.ts'

/** Places of each axis: code, name, and the code of the place above. */
const trees = {
  function: [
    ['company', 'All of the company'],
    ['care', 'Rider care', 'company'],
    ['care-utrecht', 'Service Utrecht', 'care'],
    ['care-porto', 'Service Porto', 'care'],
    ['community', 'Community', 'care'],
    ['engineering', 'Engineering', 'company'],
    ['firmware', 'Firmware', 'engineering'],
    ['cells', 'Cells & BMS', 'engineering'],
    ['frames', 'Frames and brakes', 'engineering'],
    ['app', 'App and IT', 'engineering'],
    ['quality', 'Quality', 'engineering'],
    ['product', 'Product and design', 'company'],
    ['operations', 'Operations', 'company'],
    ['purchasing', 'Purchasing and logistics', 'operations'],
    ['dealers', 'Dealers', 'operations'],
    ['central', 'Finance, people, legal', 'company'],
  ],
  segment: [
    ['private', 'Private riders'],
    ['commuters', 'Commuters', 'private'],
    ['families', 'Families', 'private'],
    ['fleets', 'Fleets'],
    ['workshops', 'Dealers and workshops'],
  ],
  product: [
    ['bikes', 'Bikes'],
    ['tide', 'Tide', 'bikes'],
    ['cairn', 'Cairn', 'bikes'],
    ['porter', 'Porter', 'bikes'],
    ['loop', 'Loop', 'bikes'],
    ['packs', 'Packs and chargers'],
    ['app', 'App'],
  ],
  geography: [
    ['europe', 'Europe'],
    ['benelux', 'Benelux', 'europe'],
    ['utrecht', 'Utrecht', 'benelux'],
    ['nordics', 'Nordics', 'europe'],
    ['iberia', 'Iberia', 'europe'],
    ['porto', 'Porto', 'iberia'],
  ],
} as const satisfies Record<string, readonly (readonly [string, string, string?])[]>

type AxisKey = keyof typeof trees

/** Where each job belongs on the axis of functions; the first word that fits decides. */
const functions: readonly (readonly [RegExp, string])[] = [
  [/Utrecht/, 'care-utrecht'],
  [/Porto/, 'care-porto'],
  [/Community/, 'community'],
  [/care|training/, 'care'],
  [/Firmware/, 'firmware'],
  [/Cells/, 'cells'],
  [/Frames|Brakes/, 'frames'],
  [/App|IT/, 'app'],
  [/Quality/, 'quality'],
  [/Product|Design/, 'product'],
  [/Purchasing|Logistics/, 'purchasing'],
  [/Dealers/, 'dealers'],
  [/Operations/, 'operations'],
]

const day = 86_400_000

/**
 * Gives the demo company its structure: four axes, every employee on function and geography, most on a product or a
 * segment too, some in two functions at once, a few who moved, and two groups.
 */
export async function buildStructure(
  ctx: Ctx,
  chance: Chance,
  { employees }: DemoPeople,
  places: DemoPlaces,
): Promise<void> {
  const ago = (days: number) => todayOf(new Date(ctx.now.getTime() - days * day))
  const nodes = await makeTrees(ctx, ago(720))
  await changeNode(ctx, nodes('function', 'community'), { parent: nodes('function', 'product'), from: ago(400) })
  await changeNode(ctx, nodes('function', 'community'), { parent: nodes('function', 'care'), from: ago(150) })
  const managed = new Set<string>()
  const cards = await loadPeople(
    ctx,
    employees.map((one) => one.id),
  )
  for (const [index, { id }] of employees.entries()) {
    const job = cards.get(id)?.jobTitle ?? ''
    const code = functions.find(([words]) => words.test(job))?.[1] ?? 'central'
    const role = managed.has(code) ? (chance.next() < 0.12 ? 'lead' : 'member') : 'manager'
    managed.add(code)
    const since = ago(chance.between(30, 700))
    const place = (axis: AxisKey, at: string, as = 'member', from = since) =>
      placePerson(ctx, { node: nodes(axis, at), person: id, role: as, from })
    await place('function', code, role)
    await place('geography', geographyOf(job, chance))
    if (chance.next() < 0.7) await place('product', productOf(job, chance))
    if (/care|Service|Dealers|Community|Product/.test(job)) {
      await place('segment', chance.pick(['commuters', 'families', 'fleets', 'workshops']))
    }
    // In matrix: a second function beside the first, and some who came from elsewhere.
    if (index % 9 === 4) await place('function', code === 'quality' ? 'product' : 'quality', 'member', ago(25))
    if (index % 10 === 7) {
      const node = nodes('function', code === 'app' ? 'firmware' : 'app')
      await placePerson(ctx, { node, person: id, role: 'member', from: ago(715), to: ago(29) })
    }
  }
  await placePerson(ctx, {
    node: nodes('function', 'company'),
    person: employees[7]!.id,
    role: 'manager',
    from: ago(700),
  })
  await placeThing(ctx, { spaceId: places.battery.id }, { node: nodes('product', 'packs'), from: ago(300) })
  await placeThing(ctx, { spaceId: places.firmware.id }, { node: nodes('function', 'firmware'), from: ago(300) })
  await placeThing(ctx, { spaceId: places.riders.id }, { node: nodes('segment', 'private'), from: ago(300) })
  await makeGroups(ctx, employees)
}

async function makeTrees(ctx: Ctx, from: string): Promise<(axis: AxisKey, code: string) => NodeId> {
  const made = new Map<string, NodeId>()
  for (const [axis, nodes] of Object.entries(trees)) {
    for (const [code, title, above] of nodes as readonly (readonly [string, string, string?])[]) {
      const parent = above === undefined ? null : made.get(`${axis} ${above}`)!
      made.set(`${axis} ${code}`, await makeNode(ctx, { axis, code, title, parent, from }))
    }
  }
  return (axis, code) => made.get(`${axis} ${code}`)!
}

function geographyOf(job: string, chance: Chance): string {
  if (/Utrecht/.test(job)) return 'utrecht'
  if (/Porto/.test(job)) return 'porto'
  if (/Benelux/.test(job)) return 'benelux'
  if (/Nordics/.test(job)) return 'nordics'
  return chance.pick(['utrecht', 'utrecht', 'porto', 'nordics', 'europe'])
}

function productOf(job: string, chance: Chance): string {
  if (/Cells/.test(job)) return 'packs'
  if (/App/.test(job)) return 'app'
  const named = ['Tide', 'Cairn', 'Porter', 'Loop'].find((name) => job.includes(name))
  return named?.toLowerCase() ?? chance.pick(['tide', 'cairn', 'porter', 'loop', 'packs'])
}

async function makeGroups(ctx: Ctx, employees: DemoPeople['employees']): Promise<void> {
  const groups = [
    { kind: 'group', title: 'First aiders', purpose: 'Know where the box hangs.', who: [5, 12, 23, 31, 44] },
    {
      kind: 'virtual-team',
      title: 'Winter range',
      purpose: 'Why a Tide loses a third of its range below zero, and what we tell riders until it does not.',
      who: [1, 0, 2, 3, 18, 27],
    },
  ] as const
  for (const { who, ...words } of groups) {
    const [lead, ...others] = who.map((index) => employees[index]!)
    const { slug } = await makeGroup(ctx.as(lead!), words)
    for (const { id } of others) await addToGroup(ctx.as(lead!), slug, id)
  }
}

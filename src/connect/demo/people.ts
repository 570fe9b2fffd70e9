import type { AccountViewer, Ctx, Realm } from '../../platform/context.ts'
import { type Chance } from './chance.ts'
import * as queries from './demo.queries.ts'
import { allModels } from './topic.ts'
import { firstNames, guests, jobs, lastNames, leads, riders } from './names.ts'

const employeeCount = 60
const riderCount = 240
const day = 86_400_000

export interface DemoPeople {
  /** The first ones are those of `leads`, in that order. */
  readonly employees: readonly AccountViewer[]
  readonly riders: readonly AccountViewer[]
  readonly guests: readonly AccountViewer[]
}

/** Makes the people of the demo. Nobody can sign in as one of them: they have no password and no reachable address. */
export async function makePeople(ctx: Ctx, chance: Chance): Promise<DemoPeople> {
  const names = nameMaker(chance)
  const employees = [
    ...leads,
    ...Array.from({ length: employeeCount - leads.length }, () => ({
      name: names(),
      job: chance.pick(jobs),
      offices: [],
    })),
  ]
  const members = [...riders, ...Array.from({ length: riderCount - riders.length }, () => names())]
  const handles = handleMaker(await queries.takenHandles(ctx))
  const person = (realm: Realm, name: string, rest: { job?: string; organisation?: string; about?: string }) => {
    const handle = handles(name)
    const { job = '', organisation = null, about = '' } = rest
    const createdAt = new Date(ctx.now.getTime() - chance.between(91, 700) * day)
    return { realm, name, handle, email: `${handle}@${realm}.demo.example`, job, organisation, about, createdAt }
  }
  const about = () => (chance.next() < 0.4 ? `Rides a ${chance.pick(allModels)}.` : '')
  const rows = [
    ...employees.map(({ name, job }) => person('inside', name, { job })),
    ...members.map((name) => person('outside', name, { about: about() })),
    ...guests.map(({ name, job, organisation }) => person('bridge', name, { job, organisation })),
  ]
  const ids = await queries.insertPeople(ctx, rows)
  const officesOf = new Map<string, readonly string[]>(leads.map(({ name, offices }) => [name, offices]))
  const viewers = rows.map(({ realm, name }, index): AccountViewer => {
    const offices = realm === 'inside' ? (officesOf.get(name) ?? []) : []
    return { kind: 'account', id: ids[index]!, realm, name, offices }
  })
  for (const { id, offices } of viewers) for (const office of offices) await queries.insertOffice(ctx, id, office)
  const of = (realm: Realm) => viewers.filter((viewer) => viewer.realm === realm)
  return { employees: of('inside'), riders: of('outside'), guests: of('bridge') }
}

/** Names that never come twice. */
function nameMaker(chance: Chance): () => string {
  const used = new Set<string>([...leads, ...guests].map(({ name }) => name).concat(riders))
  return () => {
    for (;;) {
      const name = `${chance.pick(firstNames)} ${chance.pick(lastNames)}`
      if (used.has(name)) continue
      used.add(name)
      return name
    }
  }
}

function handleMaker(taken: Set<string>): (name: string) => string {
  return (name) => {
    const base = name
      .normalize('NFKD')
      .toLowerCase()
      .replace(/ø/g, 'o')
      .replace(/\p{M}/gu, '')
      .replace(/[^a-z0-9]+/g, '-')
    let handle = base
    for (let number = 2; taken.has(handle); number++) handle = `${base}-${number}`
    taken.add(handle)
    return handle
  }
}

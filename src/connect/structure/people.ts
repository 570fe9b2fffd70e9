import { createUnclaimed } from '../../people/accounts/accounts.ts'
import type { RowOf } from './rows.ts'
import { type Taking, rowByRow } from './taking.ts'
import * as queries from './structure.queries.ts'

type Row = RowOf<'people'>

/**
 * Makes the people who are not here yet as unclaimed accounts, and sets what the file says of the others: the job title
 * of everybody, name and handle only of those whose account is unclaimed: the others call themselves as they like.
 */
export async function takePeople(taking: Taking, rows: readonly Row[]): Promise<void> {
  const { ctx, counts } = taking
  const seen = new Map<string, Row>()
  for (const row of rows) {
    const before = seen.get(row.email)
    if (before) {
      const what = `This address stands in ${before.at.file}, line ${before.at.line} already. Take one of the two out.`
      taking.problems.push({ ...row.at, column: 'email', what })
    } else seen.set(row.email, row)
  }
  const wanted = [...seen.values()]
  const known = await queries.findPeople(
    ctx,
    wanted.map((row) => row.email),
  )
  const missing = wanted.filter((row) => !known.has(row.email))
  const ids = await createUnclaimed(
    ctx,
    missing.map((row) => ({ displayName: row.name, createdAt: ctx.now })),
    'inside',
  )
  for (const [index, row] of missing.entries()) {
    const words = { jobTitle: row['job-title'], ...(row.handle ? { handle: row.handle } : {}) }
    await describe(taking, row, ids[index]!, words)
  }
  await queries.rememberPeople(
    ctx,
    missing.map((row, index) => ({ email: row.email, accountId: ids[index]! })),
  )
  counts['people made'] += missing.length
  const people = new Map<queries.KnownPerson['id'], Row>()
  for (const row of wanted) {
    const person = known.get(row.email)
    if (!person) continue
    const before = people.get(person.id)
    if (before) {
      const what = `This is the same person as in ${before.at.file}, line ${before.at.line}, at another address. Take one of the two out.`
      taking.problems.push({ ...row.at, column: 'email', what })
      continue
    }
    people.set(person.id, row)
    const words = changesFor(row, person)
    if (Object.keys(words).length > 0) await describe(taking, row, person.id, words)
    counts[Object.keys(words).length > 0 ? 'people changed' : 'people as they were'] += 1
  }
}

function changesFor(row: Row, person: queries.KnownPerson) {
  const own = person.state === 'unclaimed'
  return {
    ...(row['job-title'] !== '' && row['job-title'] !== person.jobTitle ? { jobTitle: row['job-title'] } : {}),
    ...(own && row.name !== person.displayName ? { displayName: row.name } : {}),
    ...(own && row.handle !== '' && row.handle !== person.handle ? { handle: row.handle } : {}),
  }
}

async function describe(
  taking: Taking,
  row: Row,
  id: queries.KnownPerson['id'],
  words: Parameters<typeof queries.describePerson>[2],
): Promise<void> {
  await rowByRow(taking, row.at, {}, async (ctx) => {
    if (await queries.describePerson(ctx, id, words)) return
    taking.problems.push({
      ...row.at,
      column: 'handle',
      what: 'A colleague has this handle. Choose another, or leave it empty.',
    })
  })
}

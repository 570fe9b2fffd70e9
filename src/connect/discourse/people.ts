import { createUnclaimed } from '../../people/accounts/accounts.ts'
import type { Ctx } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { findReferences } from '../import/import.ts'
import type { Bag } from './fields.ts'
import { type ForeignUser, LeftOut, type Person, readUser } from './records.ts'
import { type Run, inTransactions, onlyNew, remember } from './run.ts'
import type { Entry } from './source.ts'
import { once, personKey } from './survey.ts'

/**
 * Those who wrote what is taken, as accounts that nobody has claimed: a name and a first day, nothing else. Others of
 * the site stay behind.
 */
export async function takeUsers(ctx: Ctx, run: Run): Promise<void> {
  const { report } = run
  const read = (bag: Bag) => {
    const user = readUser(bag)
    if (!run.survey.people.has(personKey(user))) throw new LeftOut('who wrote nothing that is taken')
    return user
  }
  const entries = once(everybody(run), report, 'users', (bag: Bag) => personKey(readUser(bag)))
  await inTransactions(ctx, run, { kind: 'users', entries, read }, async (inside, reads) => {
    const fresh = await onlyNew(inside, run, { kind: 'users', reference: 'user', idOf: personKey }, reads)
    await addPeople(
      inside,
      run,
      fresh.map(({ value }) => value),
    )
    report.counts.users.added += fresh.length
  })
}

/** The lists of users, which know the day of joining, and then the authors whom no list names. */
async function* everybody(run: Run): AsyncGenerator<Entry> {
  yield* run.source.users()
  for (const { id, username } of run.survey.people.values())
    if (username !== undefined) yield { file: run.site, at: `author ${username}`, values: { id, username } }
}

async function addPeople(ctx: Ctx, run: Run, people: readonly ForeignUser[]): Promise<Map<string, AccountId>> {
  const ids = await createUnclaimed(
    ctx,
    people.map(({ username, createdAt }) => ({ displayName: username, createdAt: createdAt ?? ctx.now })),
  )
  const made = people.map((person, index) => ({
    foreignId: personKey(person),
    localId: ids[index]!,
    addresses: [{ path: `u/${person.username.toLowerCase()}`, kind: 'account' as const, localId: ids[index]! }],
  }))
  await remember(ctx, run, 'user', made)
  return new Map(made.map(({ foreignId, localId }) => [foreignId, localId]))
}

/**
 * The accounts of authors, in their order. Whoever is not among the users of the site (their account was deleted, or
 * the pages do not name them) gets one: by number, by name, or, without either, the one former member of the site.
 */
export async function findAuthors(
  ctx: Ctx,
  run: Run,
  authors: readonly { author: Person; at: Date }[],
): Promise<AccountId[]> {
  const wanted = authors.map(({ author, at }) => ({ ...nameOf(author), at }))
  const keys = [...new Set(wanted.flatMap(({ key, byName }) => [key, byName]))]
  const known = await findReferences(ctx, run.references, 'user', keys)
  const missing = new Map(
    wanted.filter(({ key, byName }) => !known.has(key) && !known.has(byName)).map((one) => [one.key, one]),
  )
  const made = await addPeople(
    ctx,
    run,
    [...missing.values()].map(({ id, username, at }) => ({ id, username, createdAt: at })),
  )
  run.report.formerMembers += made.size
  return wanted.map(({ key, byName }) => (known.get(key) ?? known.get(byName) ?? made.get(key)) as AccountId)
}

function nameOf({ id, username }: Person) {
  const name = username ?? (id === undefined ? 'former-member' : `former-member-${id}`)
  return {
    id,
    username: name,
    key: personKey({ id, username: name }),
    byName: personKey({ id: undefined, username: name }),
  }
}

/** The accounts of those whom a private message was for, as far as the site names them. */
export async function findAllowed(ctx: Ctx, run: Run, allowed: readonly Person[]): Promise<number[]> {
  const keys = allowed.flatMap(({ id, username }) =>
    id !== undefined ? [String(id)] : username ? [`@${username.toLowerCase()}`] : [],
  )
  return [...(await findReferences(ctx, run.references, 'user', keys)).values()]
}

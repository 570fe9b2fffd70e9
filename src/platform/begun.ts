import type { Db } from './context.ts'

/**
 * The beginning of a statement, put together once for each handle of the database: what is added to it makes a new
 * statement and leaves it as it is. Naming twenty columns takes longer than all that comes after them.
 */
export function begunOnce<Begun>(begin: (db: Db) => Begun): (db: Db) => Begun {
  const begun = new WeakMap<Db, Begun>()
  return (db) => {
    let known = begun.get(db)
    if (known === undefined) begun.set(db, (known = begin(db)))
    return known
  }
}

/**
 * fast-check with one seed for all properties: a run of the tests is the same run on every machine, so what is red here
 * is red there. `TANGO_SEED=random` looks where nobody looked before (it prints the seed of what it finds), a number
 * goes back to it.
 */
import fc from 'fast-check'

const asked = process.env.TANGO_SEED
/** The seed of this run, for a property that is asked in portions: each begins at another. */
export const seed = asked === 'random' ? Math.floor(Math.random() * 2 ** 31) : Number(asked ?? 20261122)
fc.configureGlobal({ seed })

export { fc }

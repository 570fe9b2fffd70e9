/**
 * fast-check with one seed for all properties: a run of the tests is the same run on every machine, so what is red here
 * is red there. `TANGO_SEED=random` looks where nobody looked before (it prints the seed of what it finds), a number
 * goes back to it.
 */
import fc from 'fast-check'

const asked = process.env.TANGO_SEED
if (asked !== 'random') fc.configureGlobal({ seed: Number(asked ?? 20261122) })

export { fc }

/** What other features ask of profiles. */
export { listOwnFields } from './fields.ts'

/** What other features ask of profiles. */
export { listOwnFields } from './fields.ts'
export { type StartingPosts, findStartingReach, listStartingReaches } from './reaches.ts'

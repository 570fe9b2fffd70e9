/** Front door: what comes from elsewhere into a space, and the parts that every importer is made of. */
export { type ImportOptions, importStackExchange } from './stackexchange.ts'
export { type ImportReport, type Problem, type Tally, addProblem, notesOfGone, reportLines } from './report.ts'
export { markdownOfHtml } from './html-to-markdown.ts'
export { cutOut } from './html-text.ts'
export { Unfit, shownName, tagName } from './stackexchange.rows.ts'
export { typeOf } from './kinds.ts'
export { takeIdeaStages } from './idea-stages.ts'
export { takeProblemStates } from './problem-states.ts'
export { inBatches } from './xml-rows.ts'
export { undone } from './dry-run.ts'
export {
  type OldAddress,
  type ReferenceKind,
  type ReplyRow,
  type ThreadRow,
  countGone,
  findAddresses,
  findReferences,
  findReplies,
  findSpaces,
  findStanding,
  findTypes,
  finishRun,
  insertAddresses,
  insertAcceptances,
  insertParticipants,
  insertReferences,
  insertReplies,
  insertRun,
  insertTags,
  insertThreads,
  takeIds,
  takeTurn,
} from './import.queries.ts'

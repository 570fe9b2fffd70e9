/** Front door: what comes from elsewhere into a space. */
export { type ImportOptions, importStackExchange } from './stackexchange.ts'
export { type ImportReport, type Problem, type Tally, reportLines } from './report.ts'

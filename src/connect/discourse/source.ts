import { StartError } from '../../platform/start-error.ts'
import { openApiPages } from './api-pages.ts'
import { openBackup } from './backup-dump.ts'
import { openCsvExport } from './csv-export.ts'
import type { Bag } from './fields.ts'
import { openPackage } from './package.ts'

/** One record with its place, for reports. */
export interface Entry {
  readonly file: string
  /** The line where it stands, or what it is: `line 12`, `post 8`. */
  readonly at: string
  readonly values: Bag
}

/** The records of a site, whatever form they came in. Each list can be read as often as needed. */
export interface Source {
  readonly form: 'API pages' | 'backup' | 'CSV export'
  users(): AsyncIterable<Entry>
  categories(): AsyncIterable<Entry>
  tags(): AsyncIterable<Entry>
  topics(): AsyncIterable<Entry>
  posts(): AsyncIterable<Entry>
  /** Which answer solved a topic, where it is not said on the post: `topic_id` with `post_number` or `post_id`. */
  solved(): AsyncIterable<Entry>
  /** Files that are none of these, and what is not read although it is there. */
  readonly notes: readonly string[]
}

/**
 * Opens what an operator has of a Discourse site: saved API pages, a backup, or CSV exports.
 *
 * @throws StartError when it is none of them, or a file of it is broken.
 */
export async function openSource(path: string): Promise<Source> {
  const pack = await openPackage(path)
  let [json, csv, sql] = [0, 0, 0]
  for await (const { name } of pack.files()) {
    if (/\.json$/i.test(name)) json += 1
    if (/\.csv$/i.test(name)) csv += 1
    if (isDump(name)) sql += 1
  }
  if (sql > 1) throw new StartError(`${pack.name} holds ${sql} database dumps. Give the one to import.`)
  if (sql === 1) return openBackup(pack)
  if (csv > 0) return openCsvExport(pack)
  if (json > 0) return openApiPages(pack)
  throw new StartError(
    `${pack.name} holds no site: neither JSON pages of its API, nor a backup with dump.sql.gz, nor CSV exports.`,
  )
}

function isDump(name: string): boolean {
  return /(^|\/)[^/]+\.sql(\.gz)?$/i.test(name)
}

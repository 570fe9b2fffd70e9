import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { StartError } from '../../platform/start-error.ts'
import { type XmlRow, readXmlRows } from './xml-rows.ts'

/** The files of a Stack Exchange data dump that are read, with the name of their root element. */
export const dumpFiles = {
  'Users.xml': 'users',
  'Tags.xml': 'tags',
  'Posts.xml': 'posts',
  'Comments.xml': 'comments',
  'PostLinks.xml': 'postlinks',
  'Votes.xml': 'votes',
  'Badges.xml': 'badges',
} as const

export type DumpFile = keyof typeof dumpFiles

/** A dump whose every file has been read once: well-formed to the end. */
export interface Dump {
  readonly folder: string
  /** Bytes of each file. */
  readonly sizes: Readonly<Record<DumpFile, number>>
  /** The same for every dump of the same site, whenever it was made. */
  readonly fingerprint: string
}

/**
 * Finds the files of a dump.
 *
 * @throws StartError naming all files that are missing.
 */
export async function findDump(folder: string): Promise<Omit<Dump, 'fingerprint'>> {
  const found = await Promise.all(
    (Object.keys(dumpFiles) as DumpFile[]).map(async (file) => {
      const facts = await stat(join(folder, file)).catch(() => undefined)
      return { file, size: facts?.isFile() ? facts.size : undefined }
    }),
  )
  const missing = found.filter(({ size }) => size === undefined).map(({ file }) => file)
  if (missing.length > 0) {
    throw new StartError(
      `${folder} is not a whole Stack Exchange dump: ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing. Nothing was imported.`,
    )
  }
  return { folder, sizes: Object.fromEntries(found.map(({ file, size }) => [file, size])) as Dump['sizes'] }
}

/**
 * Reads every file to its end before anything is written, so that a damaged dump leaves nothing half done.
 *
 * @throws StartError with file and line at the first thing that is wrong.
 */
export async function checkDump(dump: Omit<Dump, 'fingerprint'>, onBytes: (count: number) => void): Promise<Dump> {
  let first: XmlRow | undefined
  for (const file of Object.keys(dumpFiles) as DumpFile[]) {
    for await (const row of readDumpFile(dump, file, onBytes)) if (file === 'Users.xml') first ??= row
  }
  if (!first) throw new StartError('Users.xml, line 1: holds no rows. Nothing was imported.')
  // The first user (the site's own account) is never deleted; the moment of its making is that of the site.
  const facts = `${first.values.Id} ${first.values.CreationDate} ${first.values.DisplayName}`
  return { ...dump, fingerprint: createHash('sha256').update(facts).digest('hex') }
}

export function readDumpFile(
  dump: { folder: string },
  file: DumpFile,
  onBytes: (count: number) => void,
): AsyncGenerator<XmlRow> {
  return readXmlRows(join(dump.folder, file), dumpFiles[file], onBytes)
}

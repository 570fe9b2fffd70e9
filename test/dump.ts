/** Small made-up Stack Exchange dumps for tests of the import. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type Row = Readonly<Record<string, string | number>>

/** The rows of each file; files that are not named are empty but for one user. */
export type Site = Partial<
  Record<'Users' | 'Tags' | 'Posts' | 'Comments' | 'PostLinks' | 'Votes' | 'Badges', readonly Row[]>
>

export const day = '2024-03-01T10:00:00.000'
export const user = (Id: number, DisplayName = `Baker ${Id}`): Row => ({ Id, DisplayName, CreationDate: day })
export const question = (Id: number, more: Row = {}): Row => ({
  Id,
  PostTypeId: 1,
  OwnerUserId: 1,
  Score: 0,
  CreationDate: day,
  Title: `Question ${Id}`,
  Body: '<p>Why?</p>',
  ...more,
})
export const answer = (Id: number, ParentId: number, more: Row = {}): Row => ({
  Id,
  PostTypeId: 2,
  ParentId,
  OwnerUserId: 1,
  Score: 0,
  CreationDate: day,
  Body: '<p>So.</p>',
  ...more,
})
export const comment = (Id: number, PostId: number, more: Row = {}): Row => ({
  Id,
  PostId,
  UserId: 1,
  Score: 0,
  CreationDate: day,
  Text: 'Indeed.',
  ...more,
})

const escaped = (text: string) =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;').replace(/\n/g, '&#xA;')

/** Writes a made-up Stack Exchange dump, lets it be used and removes it. */
export async function withDump<T>(site: Site, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'tango-dump-'))
  try {
    for (const name of ['Users', 'Tags', 'Posts', 'Comments', 'PostLinks', 'Votes', 'Badges'] as const) {
      const rows = (site[name] ?? (name === 'Users' ? [user(1)] : [])).map(
        (row) =>
          `<row ${Object.entries(row)
            .map(([key, value]) => `${key}="${escaped(String(value))}"`)
            .join(' ')} />`,
      )
      const root = name.toLowerCase()
      await writeFile(join(folder, `${name}.xml`), `<?xml version="1.0"?>\n<${root}>\n${rows.join('\n')}\n</${root}>\n`)
    }
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}

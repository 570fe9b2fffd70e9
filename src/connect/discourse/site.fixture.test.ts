/** A small made-up Discourse site about bread, as pages of its API, as a backup and as CSV exports. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'

export type Json = Record<string, unknown>

export const day = (n: number) => `2024-03-${String(n).padStart(2, '0')}T10:00:00.000Z`

export const category = (id: number, name: string, more: Json = {}): Json => ({
  id,
  name,
  slug: name.toLowerCase().replaceAll(' ', '-'),
  description_text: `All about ${name}.`,
  read_restricted: false,
  ...more,
})

export const post = (id: number, topicId: number, number: number, more: Json = {}): Json => ({
  id,
  topic_id: topicId,
  post_number: number,
  user_id: 7,
  username: 'berta',
  name: 'Berta Mehl',
  created_at: day(3),
  updated_at: day(3),
  version: 1,
  post_type: 1,
  reply_to_post_number: null,
  cooked: `<p>Words ${id}</p>`,
  hidden: false,
  deleted_at: null,
  user_deleted: false,
  actions_summary: [],
  ...more,
})

export const topic = (id: number, title: string, posts: readonly Json[], more: Json = {}): Json => ({
  id,
  title,
  fancy_title: title,
  slug: title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'),
  category_id: 4,
  created_at: day(3),
  last_posted_at: day(9),
  archetype: 'regular',
  visible: true,
  closed: false,
  deleted_at: null,
  tags: [],
  details: { created_by: { id: 7, username: 'berta' } },
  post_stream: { posts, stream: posts.map(({ id: postId }) => postId) },
  ...more,
})

const like = (count: number) => [{ id: 2, count }]

/** One of everything, by the path under which it is saved. */
export const bread: Record<string, unknown> = {
  'site.json': {
    categories: [
      category(4, 'Dough'),
      category(5, 'Feature requests'),
      category(6, 'Staff', { read_restricted: true }),
    ],
  },
  'categories.json': {
    category_list: { categories: [category(4, 'Dough', { subcategory_list: [category(8, 'Rye')] })] },
  },
  'tags.json': {
    tags: [
      { id: 'crust', text: 'crust', count: 2 },
      { id: 'flour', text: 'flour', count: 0 },
    ],
  },
  'c/dough/4.json': {
    users: [{ id: 8, username: 'otto', name: 'Otto' }],
    topic_list: { topics: [{ id: 20, title: 'Is 70 % water too wet?', visible: true }] },
  },
  't/20.json': topic(
    20,
    'Is 70 % water too wet?',
    [
      post(100, 20, 1, {
        cooked: '<p>My dough is <strong>soup</strong>.</p>',
        actions_summary: like(5),
        version: 2,
        updated_at: day(5),
      }),
      post(101, 20, 2, {
        user_id: 8,
        username: 'otto',
        cooked: '<p>Fold it.</p>',
        accepted_answer: true,
        actions_summary: like(9),
        created_at: day(4),
      }),
      post(102, 20, 3, { cooked: '<p>How often?</p>', reply_to_post_number: 2, created_at: day(5) }),
    ],
    { tags: ['crust', { id: 3, name: 'sourdough', slug: 'sourdough' }] },
  ),
  // A chunk that overlaps, with posts that nobody may see.
  't/20/posts.json': {
    id: 20,
    post_stream: {
      posts: [
        post(102, 20, 3, { cooked: '<p>How often?</p>', reply_to_post_number: 2, created_at: day(5) }),
        post(103, 20, 4, {
          user_id: 8,
          username: 'otto',
          cooked: '<p>Three times.</p>',
          reply_to_post_number: 3,
          created_at: day(6),
        }),
        post(104, 20, 5, { cooked: '<p>SECRET whisper</p>', post_type: 4 }),
        post(105, 20, 6, { cooked: '<p>SECRET hidden</p>', hidden: true }),
        post(106, 20, 7, { cooked: '<p>SECRET deleted</p>', deleted_at: day(6) }),
        post(107, 20, 8, { cooked: '', post_type: 3, action_code: 'closed.enabled' }),
        post(108, 20, 9, { user_id: null, username: null, cooked: '<p>I left.</p>' }),
      ],
    },
  },
  't/21.json': topic(
    21,
    'Timer in the app',
    [post(110, 21, 1), post(111, 21, 2, { cooked: '<p>We will not: phones ring.</p>', actions_summary: like(3) })],
    {
      category_id: 5,
      tags: ['declined'],
      vote_count: 41,
    },
  ),
  't/22.json': topic(22, 'SECRET staff matters', [post(120, 22, 1, { cooked: '<p>SECRET staff</p>' })], {
    category_id: 6,
  }),
  't/23.json': topic(23, 'SECRET unlisted', [post(130, 23, 1, { cooked: '<p>SECRET unlisted</p>' })], {
    visible: false,
  }),
  't/24.json': topic(24, 'SECRET deleted topic', [post(140, 24, 1)], { deleted_at: day(6) }),
  't/25.json': topic(
    25,
    'SECRET between us',
    [post(150, 25, 1, { cooked: '<p>SECRET message</p>' }), post(151, 25, 2, { cooked: '<p>SECRET reply</p>' })],
    {
      archetype: 'private_message',
      category_id: null,
      details: { allowed_users: [{ id: 8, username: 'otto' }] },
    },
  ),
  'u/berta.json': { user: { id: 7, username: 'berta', name: 'Berta Mehl', created_at: day(1) } },
  'about.json': { about: { title: 'Bread' } },
}

/** Saves pages in a folder, lets it be used, and removes it. */
export async function withPages<Value>(
  pages: Readonly<Record<string, unknown>>,
  work: (folder: string) => Promise<Value>,
): Promise<Value> {
  const folder = await mkdtemp(join(tmpdir(), 'tango-site-'))
  try {
    for (const [path, page] of Object.entries(pages)) {
      await mkdir(dirname(join(folder, path)), { recursive: true })
      const isRaw = typeof page === 'string' || page instanceof Uint8Array
      await writeFile(join(folder, path), isRaw ? page : JSON.stringify(page))
    }
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A ZIP archive of these files. */
export function zipOf(files: Readonly<Record<string, string | Uint8Array>>): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const [name, content] of Object.entries(files)) {
    const bytes = Buffer.from(content as string)
    const packed = deflateRawSync(bytes)
    const facts = Buffer.alloc(26)
    facts.writeUInt16LE(20, 0)
    facts.writeUInt16LE(8, 4)
    facts.writeUInt32LE(crc32(bytes), 10)
    facts.writeUInt32LE(packed.length, 14)
    facts.writeUInt32LE(bytes.length, 18)
    facts.writeUInt16LE(Buffer.byteLength(name), 22)
    const head = Buffer.concat([Buffer.from('504b0304', 'hex'), facts, Buffer.from(name)])
    const entry = Buffer.alloc(16)
    entry.writeUInt32LE(at, 10)
    directory.push(Buffer.from('504b01021400', 'hex'), facts, entry.subarray(0, 14), Buffer.from(name))
    parts.push(head, packed)
    at += head.length + packed.length
  }
  const list = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(Object.keys(files).length, 8)
  end.writeUInt16LE(Object.keys(files).length, 10)
  end.writeUInt32LE(list.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...parts, list, end])
}

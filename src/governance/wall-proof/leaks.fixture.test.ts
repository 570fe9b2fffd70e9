/** Leaks of many kinds, planted on purpose into what the program answers, for readers who carry the mark of this test. */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { ProofSite, Walker } from './site.ts'

const mark = 'leaks=here'

/** The same reader, for whom the planted leaks are open. */
export function leaky(who: Walker): Walker {
  return { ...who, name: `${who.name} at a leak`, cookie: [who.cookie, mark].filter(Boolean).join('; ') }
}

type Leak = (answer: Response, url: URL) => Promise<Response>

/** The site with leaks in it. `ctx` sees everything: that is what makes them leaks. */
export function withLeaks(site: ProofSite, ctx: Ctx): ProofSite {
  const all = async (statement: string): Promise<string[]> => {
    const { rows } = await sql<{ text: string }>`${sql.raw(statement)}`.execute(ctx.db)
    return rows.map((row) => String(row.text))
  }
  const one = async (statement: string) => (await all(statement))[0] ?? ''
  const insideThreads = "select count(*) as text from threads where realm <> 'outside'"
  const leaks: readonly (readonly [path: RegExp, Leak])[] = [
    // A list without the condition.
    [
      /^\/questions$/,
      async (answer) =>
        added(answer, (await all("select title as text from threads where realm = 'inside'")).join('<li>')),
    ],
    // A count of everything.
    [/^\/$/, async (answer) => added(answer, `${await one(insideThreads)} threads`)],
    // A search that looks everywhere.
    [
      /^\/search$/,
      async (answer) =>
        added(
          answer,
          (
            await all(
              "select body as text from replies r where exists (select from threads t where t.id = r.thread_id and t.realm = 'bridge')",
            )
          ).join(' '),
        ),
    ],
    // A feed with one entry too many.
    [
      /^\/questions\/feed\.atom$/,
      async (answer) =>
        added(
          answer,
          `<title>${await one("select title as text from threads where reach = 1 and title like '%zqk%'")}</title>`,
        ),
    ],
    // Notices of somebody else.
    [/^\/notices$/, async (answer) => added(answer, (await all('select because as text from notices')).join(' '))],
    // An error that quotes what it refuses.
    [
      /^\/inside\/threads\/\d+$/,
      async (answer, url) =>
        answer.status === 404
          ? added(
              answer,
              `You may not read “${await one(`select title as text from threads where id = ${url.pathname.split('/')[3]}`)}”.`,
            )
          : answer,
    ],
    // Suggestions of people whom nobody outside has met.
    [
      /^\/go\/found$/,
      async (answer) =>
        added(
          answer,
          (
            await all(
              "select display_name as text from accounts where realm = 'inside' and display_name like '%zqk%' limit 3",
            )
          ).join(' '),
        ),
    ],
    // A list without the condition on a page to which an address must name something.
    [
      /^\/inside\/structure\/nodes\/\d+$/,
      async (answer, url) =>
        added(
          answer,
          (
            await all(
              `select title as text from threads where id in (select thread_id from placements where node_id = ${url.pathname.split('/')[4]})`,
            )
          ).join('<li>'),
        ),
    ],
    // The picture of another space, without its signature.
    [
      /^\/files\/zqk/,
      async (_, url) => {
        const hash = await one(`select sha256 as text from files where key = '${url.pathname.split('/')[2]}'`)
        return new Response(new Uint8Array((await site.blobs.find(hash)) ?? Buffer.alloc(0)), {
          headers: { 'content-type': 'image/png' },
        })
      },
    ],
    // A header made from what stands inside.
    [
      /^\/about$/,
      async (answer) => {
        answer.headers.set(
          'etag',
          `"${await one("select md5(string_agg(title, '' order by id)) as text from threads where realm <> 'outside'")}"`,
        )
        return answer
      },
    ],
    // An order that depends on what stands inside.
    [
      /^\/go$/,
      async (answer) => {
        const parts = (await answer.text()).split('<li')
        const turn = Number(await one(insideThreads)) % parts.length
        return new Response([...parts.slice(turn), ...parts.slice(0, turn)].join('<li'), { headers: answer.headers })
      },
    ],
    // Structured data with more than the page says, in the escapes of JSON.
    [
      /^\/questions\/\d+\/[^/]+$/,
      async (answer, url) => {
        const job = (await one("select job_title as text from accounts where realm = 'inside' limit 1")).replaceAll(
          'z',
          '\\u007a',
        )
        const links = await one(
          `select count(*) as text from crossings where act = 'link-across' and target_id = ${url.pathname.split('/')[2]}`,
        )
        // And a mark that something inside belongs to it.
        return added(answer, `<script type="application/ld+json">{"jobTitle":"${job}"}</script> linked ${links} times`)
      },
    ],
    // A page token that carries more than a place, in base64.
    [
      /^\/updates$/,
      async (answer) =>
        added(
          answer,
          `?after=${Buffer.from(`{"t":"${await one("select body as text from swarm_wordings where body like '%zqk%'")}"}`).toString('base64url')}`,
        ),
    ],
    // A profile that counts ties which both keep to themselves.
    [
      /^\/people\//,
      async (answer, url) => {
        const id = Number.parseInt(url.pathname.split('/')[2]!, 10) || 0
        return added(
          answer,
          `${await one(`select count(*) as text from connections where ${id} in (lower_id, higher_id)`)} connections`,
        )
      },
    ],
    // A redirect to the full address of what its reader may not read.
    [
      /^\/questions\/\d+$/,
      async (answer, url) => {
        const slug = await one(`select slug as text from threads where id = ${url.pathname.split('/')[2]}`)
        return answer.status === 404
          ? new Response(null, { status: 301, headers: { location: `${url.pathname}/${slug}` } })
          : answer
      },
    ],
    // An open page that is told what changed.
    [
      /^\/live$/,
      async () => {
        const title = await one(
          "select title as text from threads where realm = 'inside' and title like 'B%zqk%' limit 1",
        )
        return new Response(`event: changed\ndata: {"topic":"thread:1","version":1,"title":"${title}"}\n\n`)
      },
    ],
  ]
  return {
    ...site,
    async fetch(request) {
      const url = new URL(request.url)
      const answer = await site.fetch(request)
      if (!request.headers.get('cookie')?.includes(mark) || request.method !== 'GET') return answer
      const leak = leaks.find(([path]) => path.test(url.pathname))
      return leak ? leak[1](answer, url) : answer
    },
  }
}

/** A mail to the wrong person, and a fact that carries words. */
export async function plantWrongRows(ctx: Ctx, to: number): Promise<void> {
  await sql`insert into mails (to_address, subject, body_text) select
    (select email from accounts where id = ${to}), 'News', (select title from threads where realm = 'inside' and title like 'B%zqk%' limit 1)`.execute(
    ctx.db,
  )
  await sql`insert into events (name, payload) select 'planted', jsonb_build_object('title', title)
    from threads where realm = 'inside' and title like 'B%zqk%' limit 1`.execute(ctx.db)
}

async function added(answer: Response, words: string): Promise<Response> {
  return new Response(`${await answer.text()} ${words}`, { status: answer.status, headers: answer.headers })
}

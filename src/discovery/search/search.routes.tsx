import { sideOf } from '../../platform/context.ts'
import type { Routes } from '../../platform/http/env.ts'
import { excerpt } from '../../platform/text/markdown.ts'
import { personPath } from '../../people/accounts/accounts.ts'
import { threadAddress } from '../../content/threads/threads.ts'
import { realmNames } from '../../realms/spaces/spaces.parts.tsx'
import { PageHead, Pages } from '../../ui/page.tsx'
import { ThreadCard, ThreadList } from '../../ui/post.tsx'
import { RealmChip } from '../../ui/realm.tsx'
import { SearchForm } from '../../ui/search.tsx'
import { Empty } from '../../ui/surface.tsx'
import { LinkList } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { type Found, search } from './search.ts'

/** /search?q=… — one box over both sides, showing only what the searcher may read and labelling each side. */
export const searchRoutes: Routes = (app) => {
  app.get('/search', async (c) => {
    const { ctx } = c.var
    const text = c.req.query('q') ?? ''
    const found = await search(ctx, text, c.req.query('after'))
    return c.render(<SearchPage text={text} found={found} now={ctx.now} />, {
      title: text ? `Search: ${text}` : 'Search',
      realm: sideOf(ctx.viewer),
      nav: 'search',
      indexed: false,
    })
  })
}

function SearchPage(props: { text: string; found: Found; now: Date }) {
  const { text, found, now } = props
  const { threads, people } = found
  const nothing = text !== '' && threads.items.length === 0 && people.length === 0
  return (
    <>
      <PageHead title="Search" />
      <div class="stack">
        <SearchForm action="/search" label="Search again" value={text} id="search-page" boxed />
        {people.length > 0 ? (
          <section aria-labelledby="found-people" class="stack-s">
            <h2 id="found-people">People</h2>
            <LinkList
              links={people.map((person) => ({
                href: personPath(person),
                label: person.displayName,
                note: person.jobTitle || (person.organisation ?? realmNames[person.realm]),
              }))}
            />
          </section>
        ) : null}
        {threads.items.length > 0 ? (
          <section aria-labelledby="found-threads">
            <h2 id="found-threads">Threads</h2>
            <ThreadList>
              {threads.items.map((thread) => (
                <ThreadCard
                  kind={thread.type}
                  kindLabel={thread.type}
                  title={thread.title || excerpt(thread.body, 80)}
                  href={threadAddress(thread)}
                  snippet={excerpt(thread.body, 160)}
                  meta={
                    <>
                      <RealmChip realm={thread.realm}>{realmNames[thread.realm]}</RealmChip>
                      <Time at={thread.activeAt} now={now} />
                    </>
                  }
                  counts={[
                    {
                      value: thread.answerCount + thread.replyCount,
                      label: thread.answerCount + thread.replyCount === 1 ? 'reply' : 'replies',
                    },
                  ]}
                />
              ))}
            </ThreadList>
          </section>
        ) : null}
        {nothing ? <Empty title="Nothing found">Try fewer words, or another way to say it.</Empty> : null}
        <Pages
          label="More results"
          older={
            threads.next
              ? { href: `?q=${encodeURIComponent(text)}&after=${threads.next}`, label: 'Older results' }
              : undefined
          }
        />
      </div>
    </>
  )
}

import type { PageOf } from '../../platform/cursor.ts'
import { RealmMark } from '../../ui/realm.tsx'
import { LinkButton } from '../../ui/button.tsx'
import { PageHead, Pages } from '../../ui/page.tsx'
import { Empty } from '../../ui/surface.tsx'
import type { RealmName } from '../../ui/realm.tsx'
import { type Storm, stateAt } from './storms.ts'
import { StormStatePill, StormTime } from './storms.parts.tsx'

const words: Record<RealmName, string> = { inside: 'Inside', outside: 'Outside', bridge: 'Bridge' }

/** The sessions that the viewer may read, those that close last first. */
export function StormsPage(props: {
  page: PageOf<Storm>
  now: Date
  isFirst: boolean
  mayStart: boolean
  realm: RealmName
}) {
  const { page, now } = props
  return (
    <>
      <PageHead
        title="Storm sessions"
        voice={props.realm === 'outside'}
        intro="One question, open for a while. Rules and judges are known beforehand, and every session ends with a result."
        actions={
          props.mayStart ? (
            <LinkButton href="/storms/new" kind="primary">
              Start a session
            </LinkButton>
          ) : null
        }
      />
      {page.items.length === 0 ? (
        <Empty title="No session yet" realm={props.realm}>
          <p>When one is planned, its question and its hours stand here.</p>
        </Empty>
      ) : (
        <ul role="list" class="links">
          {page.items.map((storm) => {
            const state = stateAt(storm, now)
            return (
              <li>
                <a href={`/storms/${storm.id}`}>{storm.question}</a>
                <span>
                  <StormStatePill state={state} /> <RealmMark realm={storm.realm} word={words[storm.realm]} />{' '}
                  {storm.spaceTitle}
                </span>
                <p>
                  {state === 'before' ? (
                    <>
                      Opens <StormTime at={storm.opensAt} now={now} />
                    </>
                  ) : (
                    <>
                      {state === 'open' ? 'Closes' : 'Closed'} <StormTime at={storm.closesAt} now={now} />
                    </>
                  )}
                </p>
              </li>
            )
          })}
        </ul>
      )}
      <Pages
        label="Storm sessions"
        newer={props.isFirst ? undefined : { href: '/storms', label: 'Latest sessions' }}
        older={page.next ? { href: `/storms?after=${page.next}`, label: 'Older sessions' } : undefined}
      />
    </>
  )
}

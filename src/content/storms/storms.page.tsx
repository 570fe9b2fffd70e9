import type { PageOf } from '../../platform/cursor.ts'
import { said } from '../../platform/languages/languages.ts'
import { RealmMark } from '../../ui/realm.tsx'
import { LinkButton } from '../../ui/button.tsx'
import { Crumbs, PageHead, Pages } from '../../ui/page.tsx'
import { Empty } from '../../ui/surface.tsx'
import type { RealmName } from '../../ui/realm.tsx'
import { useWords } from '../../ui/words.tsx'
import { type Storm, stateAt } from './storms.ts'
import { StormStatePill, StormTime, boardOf } from './storms.parts.tsx'

const words: Record<RealmName, string> = {
  inside: said('Inside'),
  outside: said('Outside'),
  bridge: said('Bridge'),
}

/** The sessions that the viewer may read, those that close last first. */
export function StormsPage(props: {
  page: PageOf<Storm>
  now: Date
  isFirst: boolean
  mayStart: boolean
  realm: RealmName
}) {
  const say = useWords()
  const { page, now } = props
  return (
    <>
      <PageHead
        title={say('Storm sessions')}
        voice={props.realm === 'outside'}
        intro={say(
          'One question, open for a while. Rules and judges are known beforehand, and every session ends with a result.',
        )}
        crumbs={<Crumbs label={say('You are here')} crumbs={[{ label: say('Ideas'), href: boardOf(props.realm) }]} />}
        actions={
          props.mayStart ? (
            <LinkButton href="/storms/new" kind="primary">
              {say('Start a session')}
            </LinkButton>
          ) : null
        }
      />
      {page.items.length === 0 ? (
        <Empty title={say('No session yet')} realm={props.realm}>
          <p>{say('When one is planned, its question and its hours stand here.')}</p>
        </Empty>
      ) : (
        <ul role="list" class="links">
          {page.items.map((storm) => {
            const state = stateAt(storm, now)
            return (
              <li>
                <a href={`/storms/${storm.id}`} dir="auto">
                  {storm.question}
                </a>
                <span>
                  <StormStatePill state={state} />{' '}
                  <RealmMark realm={storm.realm} word={say.again(words[storm.realm])} /> <bdi>{storm.spaceTitle}</bdi>
                </span>
                <p>
                  {state === 'before'
                    ? say.with('Opens {when}', { when: <StormTime at={storm.opensAt} now={now} /> })
                    : state === 'open'
                      ? say.with('Closes {when}', { when: <StormTime at={storm.closesAt} now={now} /> })
                      : say.with('Closed {when}', { when: <StormTime at={storm.closesAt} now={now} /> })}
                </p>
              </li>
            )
          })}
        </ul>
      )}
      <Pages
        label={say('Storm sessions')}
        newer={props.isFirst ? undefined : { href: '/storms', label: say('Latest sessions') }}
        older={page.next ? { href: `/storms?after=${page.next}`, label: say('Older sessions') } : undefined}
      />
    </>
  )
}

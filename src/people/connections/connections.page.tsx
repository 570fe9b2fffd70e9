import type { PageOf } from '../../platform/cursor.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { PageHead, Pages } from '../../ui/page.tsx'
import { Empty } from '../../ui/surface.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { Time } from '../../ui/time.tsx'
import { personPath } from '../accounts/accounts.ts'
import { type TieAct, TieButton } from './connections.parts.tsx'
import type { OwnLine, OwnList } from './connections.ts'

interface ListWords {
  readonly tab: string
  readonly since: string
  readonly empty: string
  readonly about: string
}

export const lists: Readonly<Record<OwnList, ListWords>> = {
  connected: {
    tab: 'Connections',
    since: 'Connected since',
    empty: 'You are not connected with anybody yet',
    about: 'Both of you said yes. Ask on somebody’s profile.',
  },
  asks: {
    tab: 'Asked of you',
    since: 'Asked',
    empty: 'Nobody is waiting for your answer',
    about: 'A no is not told. The same person cannot ask you again for 30 days.',
  },
  asked: {
    tab: 'You asked',
    since: 'You asked',
    empty: 'You have asked nobody that has not answered',
    about: 'You hear of it when they say yes.',
  },
  followed: {
    tab: 'You follow',
    since: 'Since',
    empty: 'You follow nobody',
    about: 'Following shows you nothing that you could not read anyway, and gives nobody any right.',
  },
  blocked: {
    tab: 'Blocked',
    since: 'Since',
    empty: 'You have blocked nobody',
    about: 'Nobody else sees this list. Who is blocked is not told.',
  },
}

/** The lists of one member: their own alone. */
export function ConnectionsPage(props: {
  list: OwnList
  page: PageOf<OwnLine>
  counts: Readonly<Record<OwnList, number>>
  now: Date
  later: boolean
}) {
  const { list, page } = props
  const words = lists[list]
  const address = (show: OwnList) => (show === 'connected' ? '/connections' : `/connections?show=${show}`)
  const onward = `${address(list)}${list === 'connected' ? '?' : '&'}after=`
  return (
    <>
      <PageHead title="People you know" voice intro={words.about} />
      <Tabs
        label="Lists"
        tabs={(Object.keys(lists) as OwnList[]).map((show) => ({
          href: address(show),
          label: lists[show].tab,
          count: props.counts[show],
          current: show === list,
        }))}
      />
      {page.items.length === 0 ? (
        <Empty title={words.empty} realm="outside" />
      ) : (
        <ul role="list" class="people-list">
          {page.items.map((line) => (
            <li>
              <Line line={line} list={list} now={props.now} />
            </li>
          ))}
        </ul>
      )}
      <Pages
        label="More people"
        {...(props.later && { newer: { href: address(list), label: 'Back to the newest' } })}
        {...(page.next && { older: { href: `${onward}${page.next}`, label: 'More' } })}
      />
    </>
  )
}

function Line(props: { line: OwnLine; list: OwnList; now: Date }) {
  const { line, list } = props
  const { person } = line
  return (
    <div class="person-row">
      <Avatar id={String(person.id)} name={person.displayName} who="customer" size="s" />
      <div class="name">
        <a href={personPath(person)}>{person.displayName}</a>
        <span class="small muted">
          {lists[list].since} <Time at={line.at} now={props.now} />
          {line.hidden ? (line.hiddenByMe ? ', kept to yourself' : ', kept to themselves') : null}
        </span>
      </div>
      <span class="row tight">
        {actsOf(list, line).map(({ act, words }) => (
          <TieButton person={person} act={act} words={words} back={list} size="s" />
        ))}
      </span>
    </div>
  )
}

function actsOf(list: OwnList, line: OwnLine): { act: TieAct; words: string }[] {
  switch (list) {
    case 'connected':
      return [
        line.hiddenByMe ? { act: 'show', words: 'Show to others' } : { act: 'hide', words: 'Keep to myself' },
        { act: 'end', words: 'End' },
      ]
    case 'asks':
      return [
        { act: 'accept', words: 'Accept' },
        { act: 'decline', words: 'Not now' },
      ]
    case 'asked':
      return [{ act: 'withdraw', words: 'Take back' }]
    case 'followed':
      return [{ act: 'unfollow', words: 'Stop following' }]
    case 'blocked':
      return [{ act: 'unblock', words: 'Take the block back' }]
  }
}

import type { ComponentChildren } from 'preact'
import type { PageOf } from '../../platform/cursor.ts'
import { type Say, said } from '../../platform/languages/languages.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { PageHead, Pages } from '../../ui/page.tsx'
import { Empty } from '../../ui/surface.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { Time } from '../../ui/time.tsx'
import { useWords } from '../../ui/words.tsx'
import { personPath } from '../accounts/accounts.ts'
import { type TieAct, TieButton } from './connections.parts.tsx'
import type { OwnLine, OwnList } from './connections.ts'

interface ListWords {
  readonly tab: string
  readonly empty: string
  readonly about: string
}

export const lists: Readonly<Record<OwnList, ListWords>> = {
  connected: {
    tab: said('Connections'),
    empty: said('You are not connected with anybody yet'),
    about: said('Both of you said yes. Ask on somebody’s profile.'),
  },
  asks: {
    tab: said('Asked of you'),
    empty: said('Nobody is waiting for your answer'),
    about: said('A no is not told. The same person cannot ask you again for 30 days.'),
  },
  asked: {
    tab: said('You asked'),
    empty: said('You have asked nobody that has not answered'),
    about: said('You hear of it when they say yes.'),
  },
  followed: {
    tab: said('You follow'),
    empty: said('You follow nobody'),
    about: said('Following shows you nothing that you could not read anyway, and gives nobody any right.'),
  },
  blocked: {
    tab: said('Blocked'),
    empty: said('You have blocked nobody'),
    about: said('Nobody else sees this list. Who is blocked is not told.'),
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
  const say = useWords()
  const { list, page } = props
  const words = lists[list]
  const address = (show: OwnList) => (show === 'connected' ? '/connections' : `/connections?show=${show}`)
  const onward = `${address(list)}${list === 'connected' ? '?' : '&'}after=`
  return (
    <>
      <PageHead title={say('People you know')} voice intro={say.again(words.about)} />
      <Tabs
        label={say('Lists')}
        tabs={(Object.keys(lists) as OwnList[]).map((show) => ({
          href: address(show),
          label: say.again(lists[show].tab),
          count: props.counts[show],
          current: show === list,
        }))}
      />
      {page.items.length === 0 ? (
        <Empty title={say.again(words.empty)} realm="outside" />
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
        label={say('More people')}
        {...(props.later && { newer: { href: address(list), label: say('Back to the newest') } })}
        {...(page.next && { older: { href: `${onward}${page.next}`, label: say('More') } })}
      />
    </>
  )
}

function Line(props: { line: OwnLine; list: OwnList; now: Date }) {
  const say = useWords()
  const { line, list } = props
  const { person } = line
  return (
    <div class="person-row">
      <Avatar id={String(person.id)} name={person.displayName} who="customer" size="s" />
      <div class="name">
        <a href={personPath(person)}>{person.displayName}</a>
        <span class="small muted">{sinceWords(say, list, line, <Time at={line.at} now={props.now} />)}</span>
      </div>
      <span class="row tight">
        {actsOf(say, list, line).map(({ act, words }) => (
          <TieButton person={person} act={act} words={words} back={list} size="s" />
        ))}
      </span>
    </div>
  )
}

function sinceWords(say: Say, list: OwnList, line: OwnLine, when: ComponentChildren): ComponentChildren {
  if (list === 'asks') return say.with('Asked {when}', { when })
  if (list === 'asked') return say.with('You asked {when}', { when })
  if (list !== 'connected') return say.with('Since {when}', { when })
  if (!line.hidden) return say.with('Connected since {when}', { when })
  return line.hiddenByMe
    ? say.with('Connected since {when}, kept to yourself', { when })
    : say.with('Connected since {when}, kept to themselves', { when })
}

function actsOf(say: Say, list: OwnList, line: OwnLine): { act: TieAct; words: string }[] {
  switch (list) {
    case 'connected':
      return [
        line.hiddenByMe ? { act: 'show', words: say('Show to others') } : { act: 'hide', words: say('Keep to myself') },
        { act: 'end', words: say('End') },
      ]
    case 'asks':
      return [
        { act: 'accept', words: say('Accept') },
        { act: 'decline', words: say('Not now') },
      ]
    case 'asked':
      return [{ act: 'withdraw', words: say('Take back') }]
    case 'followed':
      return [{ act: 'unfollow', words: say('Stop following') }]
    case 'blocked':
      return [{ act: 'unblock', words: say('Take the block back') }]
  }
}

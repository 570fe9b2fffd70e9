import type { PageOf } from '../../platform/cursor.ts'
import { ActionButton } from '../../ui/button.tsx'
import { Pill } from '../../ui/badge.tsx'
import { Crumbs, PageHead, Pages } from '../../ui/page.tsx'
import { RealmChip } from '../../ui/realm.tsx'
import { Card, Empty } from '../../ui/surface.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { Time } from '../../ui/time.tsx'
import { bold, useWords } from '../../ui/words.tsx'
import type { KnownSwarm } from './swarms.ts'

/** The swarms that somebody may join or is in. */
export function SwarmsPage(props: { page: PageOf<KnownSwarm>; isOpen: boolean; isFirst: boolean; now: Date }) {
  const say = useWords()
  const { page, isOpen, now } = props
  const here = isOpen ? '/inside/swarms' : '/inside/swarms?show=closed'
  const older = page.next && `${here}${isOpen ? '?' : '&'}after=${page.next}`
  return (
    <>
      <PageHead
        title={say('Swarms')}
        intro={say(
          'Colleagues called together on one public question. Customers see one answer, and never that there was a swarm.',
        )}
      />
      <Tabs
        label={say('Which swarms')}
        tabs={[
          { href: '/inside/swarms', label: say('Open | swarms'), current: isOpen },
          { href: '/inside/swarms?show=closed', label: say('Closed | swarms'), current: !isOpen },
        ]}
      />
      {page.items.length === 0 ? (
        <Empty title={isOpen ? say('No swarm is open') : say('No swarm was closed yet')} realm="inside">
          <p>
            {say.with('A swarm is opened on a public question, with the button <b>Swarm</b> beside it.', { b: bold })}
          </p>
        </Empty>
      ) : (
        <ul role="list" class="rows">
          {page.items.map((swarm) => (
            <SwarmLine swarm={swarm} now={now} />
          ))}
        </ul>
      )}
      <Pages
        label={say('Swarms')}
        newer={props.isFirst ? undefined : { href: here, label: say('Newest swarms') }}
        older={older ? { href: older, label: say('Older swarms') } : undefined}
      />
    </>
  )
}

function SwarmLine(props: { swarm: KnownSwarm; now: Date }) {
  const say = useWords()
  const { swarm, now } = props
  return (
    <li>
      <a class="item" href={`/inside/swarms/${swarm.id}`}>
        <b dir="auto">{swarm.questionTitle}</b>
        <br />
        <span class="small muted">
          {say.with('Owner {name}, {people}, {messages}, since {when}', {
            name: swarm.ownerName,
            people: say('{count} people', { count: swarm.people }),
            messages: say('{count} messages', { count: swarm.messages }),
            when: <Time at={swarm.openedAt} now={now} form="long" />,
          })}
        </span>{' '}
        {swarm.takesPart ? <Pill icon="users">{say('You are in it')}</Pill> : null}{' '}
        {swarm.crossed ? <Pill icon="arrow-right">{say('An answer crossed')}</Pill> : null}
      </a>
    </li>
  )
}

/** A swarm for those who may join it but are not in it: that it exists, and the way in. */
export function SwarmDoorPage(props: { swarm: KnownSwarm; now: Date }) {
  const say = useWords()
  const { swarm, now } = props
  return (
    <>
      <PageHead
        title={<bdi>{swarm.title}</bdi>}
        intro={
          <>
            {say.with('Owner <b>{name}</b>, {count} people, since {when}.', {
              ...{ b: bold, name: swarm.ownerName, count: swarm.people },
              when: <Time at={swarm.openedAt} now={now} form="long" />,
            })}
          </>
        }
        crumbs={
          <Crumbs
            label={say('You are here')}
            crumbs={[
              { label: say('Swarms'), href: '/inside/swarms' },
              { label: say('Number {number}', { number: String(swarm.id) }) },
            ]}
          />
        }
      />
      <Card>
        <p>
          <RealmChip realm="inside">{say('Companion thread')}</RealmChip>{' '}
          {say('What is said in a swarm is read by those in it. You may join, and the others see that you did.')}
        </p>
        {swarm.closedAt ? <p class="soft mt2">{say('It is closed.')}</p> : <JoinButton swarm={swarm} />}
      </Card>
    </>
  )
}

export function JoinButton(props: { swarm: KnownSwarm }) {
  const say = useWords()
  return (
    <ActionButton action={`/inside/swarms/${props.swarm.id}/join`} kind="primary" icon="users">
      {say('Join the swarm')}
    </ActionButton>
  )
}

import type { PageOf } from '../../platform/cursor.ts'
import { ActionButton } from '../../ui/button.tsx'
import { Pill } from '../../ui/badge.tsx'
import { Crumbs, PageHead, Pages } from '../../ui/page.tsx'
import { RealmChip } from '../../ui/realm.tsx'
import { Card, Empty } from '../../ui/surface.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { Time } from '../../ui/time.tsx'
import type { KnownSwarm } from './swarms.ts'

/** The swarms that somebody may join or is in. */
export function SwarmsPage(props: { page: PageOf<KnownSwarm>; isOpen: boolean; isFirst: boolean; now: Date }) {
  const { page, isOpen, now } = props
  const here = isOpen ? '/inside/swarms' : '/inside/swarms?show=closed'
  const older = page.next && `${here}${isOpen ? '?' : '&'}after=${page.next}`
  return (
    <>
      <PageHead
        title="Swarms"
        intro="Colleagues called together on one public question. Customers see one answer, and never that there was a swarm."
      />
      <Tabs
        label="Which swarms"
        tabs={[
          { href: '/inside/swarms', label: 'Open', current: isOpen },
          { href: '/inside/swarms?show=closed', label: 'Closed', current: !isOpen },
        ]}
      />
      {page.items.length === 0 ? (
        <Empty title={isOpen ? 'No swarm is open' : 'No swarm was closed yet'} realm="inside">
          <p>
            A swarm is opened on a public question, with the button <b>Swarm</b> beside it.
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
        label="Swarms"
        newer={props.isFirst ? undefined : { href: here, label: 'Newest swarms' }}
        older={older ? { href: older, label: 'Older swarms' } : undefined}
      />
    </>
  )
}

function SwarmLine(props: { swarm: KnownSwarm; now: Date }) {
  const { swarm, now } = props
  return (
    <li>
      <a class="item" href={`/inside/swarms/${swarm.id}`}>
        <b>{swarm.questionTitle}</b>
        <br />
        <span class="small muted">
          Owner {swarm.ownerName}, {swarm.people === 1 ? '1 person' : `${swarm.people} people`},{' '}
          {swarm.messages === 1 ? '1 message' : `${swarm.messages} messages`}, since{' '}
          <Time at={swarm.openedAt} now={now} form="long" />
        </span>{' '}
        {swarm.takesPart ? <Pill icon="users">You are in it</Pill> : null}{' '}
        {swarm.crossed ? <Pill icon="arrow-right">An answer crossed</Pill> : null}
      </a>
    </li>
  )
}

/** A swarm for those who may join it but are not in it: that it exists, and the way in. */
export function SwarmDoorPage(props: { swarm: KnownSwarm; now: Date }) {
  const { swarm, now } = props
  return (
    <>
      <PageHead
        title={swarm.title}
        intro={
          <>
            Owner <b>{swarm.ownerName}</b>, {swarm.people === 1 ? '1 person' : `${swarm.people} people`}, since{' '}
            <Time at={swarm.openedAt} now={now} form="long" />.
          </>
        }
        crumbs={
          <Crumbs
            label="You are here"
            crumbs={[{ label: 'Swarms', href: '/inside/swarms' }, { label: `Number ${swarm.id}` }]}
          />
        }
      />
      <Card>
        <p>
          <RealmChip realm="inside">Companion thread</RealmChip> What is said in a swarm is read by those in it. You may
          join, and the others see that you did.
        </p>
        {swarm.closedAt ? <p class="soft mt2">It is closed.</p> : <JoinButton swarm={swarm} />}
      </Card>
    </>
  )
}

export function JoinButton(props: { swarm: KnownSwarm }) {
  return (
    <ActionButton action={`/inside/swarms/${props.swarm.id}/join`} kind="primary" icon="users">
      Join the swarm
    </ActionButton>
  )
}

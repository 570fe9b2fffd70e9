import type { PersonCard } from '../../people/accounts/accounts.ts'
import type { Viewer } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { LinkButton } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Card } from '../../ui/surface.tsx'
import { Time } from '../../ui/time.tsx'
import { Timeline } from '../../ui/timeline.tsx'
import { type Act, type Departed, threadAddress } from './threads.ts'

/** The way to tell the moderators about a text: for whoever is signed in and did not write it. */
export function FlagLink(props: { viewer: Viewer; kind: 'thread' | 'reply'; id: number; authorId: AccountId }) {
  const { viewer, kind, id, authorId } = props
  if (viewer.kind !== 'account' || viewer.id === authorId) return null
  return (
    <LinkButton kind="quiet" size="s" icon="flag" href={`/flag/${kind}/${id}`}>
      Flag
    </LinkButton>
  )
}

/** What was done with a thread, newest first; nothing when nothing was. */
export function Acts(props: { acts: readonly Act[]; now: Date }) {
  if (props.acts.length === 0) return null
  return (
    <section class="mt4">
      <Card title="What was done with it">
        <Timeline
          moments={props.acts.map((act) => ({
            icon: 'arrows-split' as const,
            title: act.by,
            text: (
              <>
                {act.did}
                {act.other ? (
                  <>
                    : <a href={act.other.href}>{act.other.title}</a>
                  </>
                ) : null}
              </>
            ),
            when: <Time at={act.at} now={props.now} form="long" />,
          }))}
        />
      </Card>
    </section>
  )
}

const creditWords = { question: 'Also asked by', problem: 'Also reported by', praise: 'Also praised by' } as const

/** Who wrote the same before: the authors of the duplicates that were merged into this. */
export function MergedCredits(props: {
  of: keyof typeof creditWords
  merged: readonly { readonly id: number; readonly authorId: AccountId; readonly title: string }[]
  people: ReadonlyMap<AccountId, PersonCard>
}) {
  if (props.merged.length === 0) return null
  const names = [
    ...new Set(props.merged.map(({ authorId }) => props.people.get(authorId)?.displayName ?? 'Former member')),
  ]
  return (
    <p class="row tight small muted">
      <Icon name="arrows-merge" /> {creditWords[props.of]} {names.join(', ')}
    </p>
  )
}

/** The replies that stand elsewhere now, each at its old place in the page, so that its address leads on. */
export function DepartedReplies(props: { departed: readonly Departed[] }) {
  if (props.departed.length === 0) return null
  return (
    <ul role="list" class="stack-s small muted">
      {props.departed.map(({ id, kind, to }) => (
        <li id={`${kind}-${id}`}>
          {to === null ? (
            `This ${kind} was moved to a thread that you cannot read.`
          ) : (
            <>
              This {kind} was moved to{' '}
              <a href={`${threadAddress({ ...to, realm: 'outside' })}?at=${id}#${kind}-${id}`}>
                {to.title || 'another thread'}
              </a>
              .
            </>
          )}
        </li>
      ))}
    </ul>
  )
}

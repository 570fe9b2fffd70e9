import type { ComponentChildren } from 'preact'
import type { FormState } from '../../platform/http/form.ts'
import { ActionButton, Button, LinkButton } from '../../ui/button.tsx'
import { Pill } from '../../ui/badge.tsx'
import { ErrorSummary, Input } from '../../ui/field.tsx'
import { Crumbs, PageHead } from '../../ui/page.tsx'
import { RealmWord } from '../../ui/realm.tsx'
import { Card, Notebox } from '../../ui/surface.tsx'
import { Facts } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { useWords } from '../../ui/words.tsx'
import { BridgeState, passesWords } from './bridges.parts.tsx'
import { type Bridge, type BridgeEnd, type BridgeVerdicts, isWorking } from './bridges.ts'

/** A thread that waits at a bridge, as its reader sees it. */
export interface WaitingThread {
  readonly threadId: number
  readonly href: string
  readonly title: string
  readonly askedFor: boolean
  readonly queuedAt: Date
}

export interface BridgePageProps {
  readonly bridge: Bridge
  readonly verdicts: BridgeVerdicts
  readonly waiting: readonly WaitingThread[]
  readonly now: Date
  readonly form: FormState
}

/** One standing bridge: its ends, who said yes, what waits, and how it ends. */
export function BridgePage(props: BridgePageProps) {
  const say = useWords()
  const { bridge, verdicts, now } = props
  return (
    <>
      <PageHead
        title={<bdi>{bridge.title}</bdi>}
        intro={<bdi>{bridge.reason}</bdi>}
        crumbs={
          <Crumbs label={say('You are here')} crumbs={[{ label: say('Standing bridges'), href: '/inside/bridges' }]} />
        }
      />
      <div class="stack thread-column">
        <p class="row tight">
          <BridgeState bridge={bridge} />
          <span class="small muted">{say.again(passesWords(bridge))}</span>
        </p>
        <Facts
          facts={[
            {
              term: say('Proposed'),
              detail: say.with('by {name}, {when}', {
                name: bridge.proposedByName,
                when: <Time at={bridge.proposedAt} now={now} form="long" />,
              }),
            },
            { term: say('Inner end'), detail: <End {...props} end="inner" /> },
            { term: say('Outer end'), detail: <End {...props} end="outer" /> },
            ...(bridge.bringsIn
              ? [
                  {
                    term: say('In | what comes in'),
                    detail: say('New threads of the outer space are brought in as live links.'),
                  },
                ]
              : []),
            ...(bridge.publishesOut
              ? [
                  {
                    term: say('Out | what goes out'),
                    detail: say('Threads of the inner space go out when their author ticks it, or on release.'),
                  },
                ]
              : []),
            ...(bridge.endedAt
              ? [
                  {
                    term: say('Ended'),
                    detail: say.with('by {name}, {when}: {reason}', {
                      name: bridge.endedByName,
                      when: <Time at={bridge.endedAt} now={now} form="long" />,
                      reason: bridge.endedBecause,
                    }),
                  },
                ]
              : []),
          ]}
        />
        {bridge.publishesOut && isWorking(bridge) && verdicts.release.allowed ? <Queue {...props} /> : null}
        {bridge.endedAt ? null : <EndForm {...props} />}
      </div>
    </>
  )
}

function End(props: BridgePageProps & { end: BridgeEnd }) {
  const say = useWords()
  const { bridge, verdicts, end, now } = props
  const isInner = end === 'inner'
  const title = isInner ? bridge.innerTitle : bridge.outerTitle
  const slug = isInner ? bridge.innerSlug : bridge.outerSlug
  const realm = isInner ? bridge.innerRealm : bridge.outerRealm
  const reads = isInner ? bridge.readsInner : bridge.readsOuter
  const name = isInner ? bridge.innerApprovedByName : bridge.outerApprovedByName
  const at = isInner ? bridge.innerApprovedAt : bridge.outerApprovedAt
  const verdict = isInner ? verdicts.approveInner : verdicts.approveOuter
  const href = realm === 'outside' ? `/s/${slug}` : `/inside/spaces/${slug}`
  const words: ComponentChildren = reads ? (
    <a href={href} dir="auto">
      {title}
    </a>
  ) : (
    <bdi>{title}</bdi>
  )
  return (
    <>
      <RealmWord realm={realm}>{words}</RealmWord>{' '}
      {at ? (
        <span class="small">
          {say.with('{name} said yes, {when}', {
            name: name ?? '',
            when: <Time at={at} now={now} form="long" />,
          })}
        </span>
      ) : bridge.endedAt ? (
        <span class="small muted">{say('Nobody said yes')}</span>
      ) : verdict.allowed ? (
        <ActionButton
          action={`/inside/bridges/${bridge.id}/approve`}
          fields={{ end }}
          icon="check"
          kind="primary"
          size="s"
        >
          {say('Say yes for {space}', { space: title })}
        </ActionButton>
      ) : (
        <span class="small muted">{say('Not yet. {why}', { why: say.again(verdict.because) })}</span>
      )}
    </>
  )
}

function Queue(props: BridgePageProps) {
  const say = useWords()
  const { bridge, waiting, now } = props
  return (
    <Card title={say('What waits here')} id="queue">
      {waiting.length === 0 ? (
        <p class="soft">
          {say.with('Nothing waits. New threads of {space} stand here until somebody decides.', {
            space: bridge.innerTitle,
          })}
        </p>
      ) : (
        <ul role="list" class="stack-s">
          {waiting.map((thread) => (
            <li class="row between">
              <span>
                <a href={thread.href} dir="auto">
                  {thread.title}
                </a>{' '}
                <span class="small muted">
                  <Time at={thread.queuedAt} now={now} form="short" />
                </span>{' '}
                {thread.askedFor ? <Pill icon="check">{say('Its author asks for it')}</Pill> : null}
              </span>
              <span class="row tight">
                <LinkButton
                  href={`${thread.href}/publish?as=update&space=${bridge.outerSpaceId}&bridge=${bridge.id}`}
                  size="s"
                  icon="arrow-right"
                  label={say('Look at what would leave: {title}', { title: thread.title })}
                >
                  {say('Look at what would leave')}
                </LinkButton>
                <ActionButton
                  action={`/inside/bridges/${bridge.id}/keep`}
                  fields={{ thread: String(thread.threadId) }}
                  size="s"
                  kind="quiet"
                  label={say('Keep it inside: {title}', { title: thread.title })}
                >
                  {say('Keep it inside')}
                </ActionButton>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

function EndForm(props: BridgePageProps) {
  const say = useWords()
  const { bridge, verdicts, form } = props
  if (!verdicts.end.allowed) {
    return (
      <Notebox icon="info">
        <p>{say.again(verdicts.end.because)}</p>
      </Notebox>
    )
  }
  return (
    <Card title={say('End this bridge')} id="end">
      <ErrorSummary title={say('It was not ended')} errors={form.errors} />
      <form method="post" action={`/inside/bridges/${bridge.id}/end`} class="stack-s">
        <p class="soft">
          {say(
            'From then on nothing passes. What has passed stays where it is, and each of it can be recalled in the log.',
          )}
        </p>
        <Input
          name="because"
          label={say('Why')}
          required
          maxlength={500}
          value={form.values.because}
          error={form.errors.because}
        />
        <p>
          <Button kind="danger" icon="link-break">
            {say('End this bridge')}
          </Button>
        </p>
      </form>
    </Card>
  )
}

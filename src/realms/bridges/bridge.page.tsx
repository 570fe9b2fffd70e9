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
  const { bridge, verdicts, now } = props
  return (
    <>
      <PageHead
        title={bridge.title}
        intro={bridge.reason}
        crumbs={<Crumbs label="You are here" crumbs={[{ label: 'Standing bridges', href: '/inside/bridges' }]} />}
      />
      <div class="stack thread-column">
        <p class="row tight">
          <BridgeState bridge={bridge} />
          <span class="small muted">{passesWords(bridge)}</span>
        </p>
        <Facts
          facts={[
            {
              term: 'Proposed',
              detail: (
                <>
                  by {bridge.proposedByName}, <Time at={bridge.proposedAt} now={now} form="long" />
                </>
              ),
            },
            { term: 'Inner end', detail: <End {...props} end="inner" /> },
            { term: 'Outer end', detail: <End {...props} end="outer" /> },
            ...(bridge.bringsIn
              ? [{ term: 'In', detail: 'New threads of the outer space are brought in as live links.' }]
              : []),
            ...(bridge.publishesOut
              ? [
                  {
                    term: 'Out',
                    detail: 'Threads of the inner space go out when their author ticks it, or on release.',
                  },
                ]
              : []),
            ...(bridge.endedAt
              ? [
                  {
                    term: 'Ended',
                    detail: (
                      <>
                        by {bridge.endedByName}, <Time at={bridge.endedAt} now={now} form="long" />:{' '}
                        {bridge.endedBecause}
                      </>
                    ),
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
  const words: ComponentChildren = reads ? <a href={href}>{title}</a> : title
  return (
    <>
      <RealmWord realm={realm}>{words}</RealmWord>{' '}
      {at ? (
        <span class="small">
          {name} said yes, <Time at={at} now={now} form="long" />
        </span>
      ) : bridge.endedAt ? (
        <span class="small muted">Nobody said yes</span>
      ) : verdict.allowed ? (
        <ActionButton
          action={`/inside/bridges/${bridge.id}/approve`}
          fields={{ end }}
          icon="check"
          kind="primary"
          size="s"
        >
          Say yes for {title}
        </ActionButton>
      ) : (
        <span class="small muted">Not yet. {verdict.because}</span>
      )}
    </>
  )
}

function Queue(props: BridgePageProps) {
  const { bridge, waiting, now } = props
  return (
    <Card title="What waits here" id="queue">
      {waiting.length === 0 ? (
        <p class="soft">Nothing waits. New threads of {bridge.innerTitle} stand here until somebody decides.</p>
      ) : (
        <ul role="list" class="stack-s">
          {waiting.map((thread) => (
            <li class="row between">
              <span>
                <a href={thread.href}>{thread.title}</a>{' '}
                <span class="small muted">
                  <Time at={thread.queuedAt} now={now} form="short" />
                </span>{' '}
                {thread.askedFor ? <Pill icon="check">Its author asks for it</Pill> : null}
              </span>
              <span class="row tight">
                <LinkButton
                  href={`${thread.href}/publish?as=update&space=${bridge.outerSpaceId}&bridge=${bridge.id}`}
                  size="s"
                  icon="arrow-right"
                  label={`Look at what would leave: ${thread.title}`}
                >
                  Look at what would leave
                </LinkButton>
                <ActionButton
                  action={`/inside/bridges/${bridge.id}/keep`}
                  fields={{ thread: String(thread.threadId) }}
                  size="s"
                  kind="quiet"
                  label={`Keep it inside: ${thread.title}`}
                >
                  Keep it inside
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
  const { bridge, verdicts, form } = props
  if (!verdicts.end.allowed) {
    return (
      <Notebox icon="info">
        <p>{verdicts.end.because}</p>
      </Notebox>
    )
  }
  return (
    <Card title="End this bridge" id="end">
      <ErrorSummary title="It was not ended" errors={form.errors} />
      <form method="post" action={`/inside/bridges/${bridge.id}/end`} class="stack-s">
        <p class="soft">
          From then on nothing passes. What has passed stays where it is, and each of it can be recalled in the log.
        </p>
        <Input
          name="because"
          label="Why"
          required
          maxlength={500}
          value={form.values.because}
          error={form.errors.because}
        />
        <p>
          <Button kind="danger" icon="link-break">
            End this bridge
          </Button>
        </p>
      </form>
    </Card>
  )
}

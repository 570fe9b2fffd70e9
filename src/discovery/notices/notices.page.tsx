import type { PageOf } from '../../platform/cursor.ts'
import { Badge } from '../../ui/badge.tsx'
import { ActionButton } from '../../ui/button.tsx'
import { PageHead, Pages } from '../../ui/page.tsx'
import { RealmMark } from '../../ui/realm.tsx'
import { Card, Empty } from '../../ui/surface.tsx'
import { SegmentedChoice } from '../../ui/tabs.tsx'
import { Time } from '../../ui/time.tsx'
import { Button } from '../../ui/button.tsx'
import type { Notice, NoticeKind, NoticeReach } from './notices.ts'

export interface NoticesPageProps {
  readonly page: PageOf<Notice>
  readonly unread: number
  readonly reaches: readonly { readonly kind: NoticeKind; readonly reach: NoticeReach }[]
  readonly now: Date
  readonly isFirst: boolean
}

const realmWords = { inside: 'Inside', outside: 'Outside', bridge: 'Bridge' } as const

/** What somebody was told, each with the reason why, and how such things reach them. */
export function NoticesPage(props: NoticesPageProps) {
  const { page, unread, now } = props
  return (
    <>
      <PageHead
        title="Notices"
        intro={
          unread === 0
            ? 'You have read them all.'
            : unread === 1
              ? '1 that you have not read.'
              : `${unread} that you have not read.`
        }
        actions={
          unread > 0 ? (
            <ActionButton action="/notices/read-all" icon="check">
              Mark all as read
            </ActionButton>
          ) : null
        }
      />
      <div class="stack thread-column">
        {page.items.length === 0 ? (
          <Empty title="Nothing to tell you yet">
            <p>When somebody answers what you asked, or needs you, it stands here with the reason why you are told.</p>
          </Empty>
        ) : (
          <ul role="list" class="rows">
            {page.items.map((notice) => (
              <NoticeLine notice={notice} now={now} />
            ))}
          </ul>
        )}
        <Pages
          label="Notices"
          newer={props.isFirst ? undefined : { href: '/notices', label: 'Newest notices' }}
          older={page.next ? { href: `/notices?after=${page.next}`, label: 'Older notices' } : undefined}
        />
        <ReachCard reaches={props.reaches} />
      </div>
    </>
  )
}

// A link that is fetched before it is pressed would mark the notice read unseen.
const noPrefetch = { 'data-turbo-prefetch': 'false' }

function NoticeLine(props: { notice: Notice; now: Date }) {
  const { notice, now } = props
  return (
    <li>
      <a class="item" href={`/notices/${notice.id}`} {...noPrefetch}>
        <span class="row tight">
          <RealmMark realm={notice.realm} word={realmWords[notice.realm]} />
          {notice.title === undefined ? <b>{notice.says}</b> : <span>{notice.says}</span>}
          {notice.isRead ? null : <Badge tone="new">new</Badge>}
          <span class="push small muted">
            <Time at={notice.madeAt} now={now} />
          </span>
        </span>
        {notice.title === undefined ? null : (
          <>
            <b>{notice.title || 'A discussion without a title'}</b>
            <br />
          </>
        )}
        <span class="small muted">You are told {notice.because}.</span>
      </a>
    </li>
  )
}

const reachWords: readonly { value: NoticeReach; label: string }[] = [
  { value: 'mail', label: 'Here and by mail' },
  { value: 'here', label: 'Here only' },
  { value: 'nothing', label: 'Not at all' },
]

function ReachCard(props: { reaches: NoticesPageProps['reaches'] }) {
  if (props.reaches.length === 0) return null
  return (
    <Card title="How you are told" id="how">
      <div class="stack-s">
        {props.reaches.map(({ kind, reach }) => (
          <form method="post" action="/notices/reach" class="stack-s">
            <input type="hidden" name="kind" value={kind.name} />
            <p>
              <b>{kind.label}</b>
            </p>
            <div class="row">
              <SegmentedChoice label={kind.label} name="reach" value={reach} choices={[...reachWords]} />
              <Button size="s" label={`Keep this for: ${kind.label}`}>
                Keep this
              </Button>
            </div>
          </form>
        ))}
      </div>
    </Card>
  )
}

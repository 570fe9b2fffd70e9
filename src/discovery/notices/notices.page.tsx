import type { PageOf } from '../../platform/cursor.ts'
import { Badge } from '../../ui/badge.tsx'
import { ActionButton } from '../../ui/button.tsx'
import { PageHead, Pages } from '../../ui/page.tsx'
import { RealmMark } from '../../ui/realm.tsx'
import { Empty, Notebox } from '../../ui/surface.tsx'
import { Time } from '../../ui/time.tsx'
import { type NoticeGroup, realmWords } from './notices.ts'

export interface NoticesPageProps {
  readonly page: PageOf<NoticeGroup>
  readonly unread: number
  /** When all were marked read a moment ago: what takes it back. */
  readonly justRead: string | undefined
  readonly now: Date
  readonly isFirst: boolean
}

/** What somebody was told, folded by thread, each with the reason why. */
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
        {props.justRead === undefined ? null : (
          <Notebox tone="ok" icon="check-circle" role="status">
            <span class="row">
              All are marked as read.
              <ActionButton action="/notices/unread-all" fields={{ at: props.justRead }} size="s">
                Take it back
              </ActionButton>
            </span>
          </Notebox>
        )}
        {page.items.length === 0 ? (
          <Empty title="Nothing to tell you yet">
            <p>When somebody answers what you asked, or needs you, it stands here with the reason why you are told.</p>
          </Empty>
        ) : (
          <ul role="list" class="rows">
            {page.items.map((group) => (
              <GroupLine group={group} now={now} />
            ))}
          </ul>
        )}
        <Pages
          label="Notices"
          newer={props.isFirst ? undefined : { href: '/notices', label: 'Newest notices' }}
          older={page.next ? { href: `/notices?after=${page.next}`, label: 'Older notices' } : undefined}
        />
        <p class="small">
          <a href="/settings/notices">Choose what you are told, and when</a>
        </p>
      </div>
    </>
  )
}

// A link that is fetched before it is pressed would mark the notice read unseen.
const noPrefetch = { 'data-turbo-prefetch': 'false' }

function GroupLine(props: { group: NoticeGroup; now: Date }) {
  const { group, now } = props
  const { lines, title, threadId, unread } = group
  const href = threadId === null ? `/notices/${group.id}` : `/notices/threads/${threadId}`
  return (
    <li>
      <a class="item" href={href} {...noPrefetch}>
        <span class="row tight">
          <RealmMark realm={group.realm} word={realmWords[group.realm]} />
          {title === undefined ? <b>{lines[0]!.says}</b> : <b>{title || 'A discussion without a title'}</b>}
          {unread === 0 ? null : <Badge tone="new">{unread === 1 ? 'new' : `${unread} new`}</Badge>}
          <span class="push small muted">
            <Time at={group.at} now={now} />
          </span>
        </span>
        {title === undefined ? null : lines.map(({ says }) => <Line>{says}</Line>)}
        <span class="small muted">You are told {reasonsOf(group)}.</span>
      </a>
    </li>
  )
}

function Line(props: { children: string }) {
  return (
    <>
      <span>{props.children}</span>
      <br />
    </>
  )
}

function reasonsOf({ lines }: NoticeGroup): string {
  return [...new Set(lines.map(({ because }) => because))].join(', and ')
}

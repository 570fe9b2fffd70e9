import type { PageOf } from '../../platform/cursor.ts'
import { Badge } from '../../ui/badge.tsx'
import { ActionButton } from '../../ui/button.tsx'
import { PageHead, Pages } from '../../ui/page.tsx'
import { RealmMark } from '../../ui/realm.tsx'
import { Empty, Notebox } from '../../ui/surface.tsx'
import { Time } from '../../ui/time.tsx'
import { useWords } from '../../ui/words.tsx'
import { reasonsOf } from './fold.ts'
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
  const say = useWords()
  const { page, unread, now } = props
  return (
    <>
      <PageHead
        title={say('Notices')}
        intro={
          unread === 0 ? say('You have read them all.') : say('{count} that you have not read.', { count: unread })
        }
        actions={
          unread > 0 ? (
            <ActionButton action="/notices/read-all" icon="check">
              {say('Mark all as read')}
            </ActionButton>
          ) : null
        }
      />
      <div class="stack thread-column">
        {props.justRead === undefined ? null : (
          <Notebox tone="ok" icon="check-circle" role="status">
            <span class="row">
              {say('All are marked as read.')}
              <ActionButton action="/notices/unread-all" fields={{ at: props.justRead }} size="s">
                {say('Take it back')}
              </ActionButton>
            </span>
          </Notebox>
        )}
        {page.items.length === 0 ? (
          <Empty title={say('Nothing to tell you yet')}>
            <p>
              {say(
                'When somebody answers what you asked, or needs you, it stands here with the reason why you are told.',
              )}
            </p>
          </Empty>
        ) : (
          <ul role="list" class="rows">
            {page.items.map((group) => (
              <GroupLine group={group} now={now} />
            ))}
          </ul>
        )}
        <Pages
          label={say('Notices')}
          newer={props.isFirst ? undefined : { href: '/notices', label: say('Newest notices') }}
          older={page.next ? { href: `/notices?after=${page.next}`, label: say('Older notices') } : undefined}
        />
        <p class="small">
          <a href="/settings/notices">{say('Choose what you are told, and when')}</a>
        </p>
      </div>
    </>
  )
}

// A link that is fetched before it is pressed would mark the notice read unseen.
const noPrefetch = { 'data-turbo-prefetch': 'false' }

function GroupLine(props: { group: NoticeGroup; now: Date }) {
  const say = useWords()
  const { group, now } = props
  const { lines, title, threadId, unread } = group
  const href = threadId === null ? `/notices/${group.id}` : `/notices/threads/${threadId}`
  return (
    <li>
      <a class="item" href={href} {...noPrefetch}>
        <span class="row tight">
          <RealmMark realm={group.realm} word={say.again(realmWords[group.realm])} />
          <b>
            {title === undefined ? lines[0]!.says : title ? <bdi>{title}</bdi> : say('A discussion without a title')}
          </b>
          {unread === 0 ? null : (
            <Badge tone="new">
              {unread > 99 ? say('{number}+ new', { number: 99 }) : say('{count} new', { count: unread })}
            </Badge>
          )}
          <span class="push small muted">
            <Time at={group.at} now={now} />
          </span>
        </span>
        {title === undefined ? null : lines.map(({ says }) => <Line>{says}</Line>)}
        <span class="small muted">{say('You are told {because}.', { because: reasonsOf(say, group.lines) })}</span>
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

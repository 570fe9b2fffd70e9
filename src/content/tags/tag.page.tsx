import type { ComponentChildren } from 'preact'
import type { PageOf } from '../../platform/cursor.ts'
import { excerpt } from '../../platform/text/markdown.ts'
import { type PersonCard } from '../../people/accounts/accounts.ts'
import type { AccountId } from '../../platform/ids.ts'
import { LinkButton } from '../../ui/button.tsx'
import { Crumbs, PageHead, Pages } from '../../ui/page.tsx'
import { ThreadCard, ThreadList } from '../../ui/post.tsx'
import { RealmChip } from '../../ui/realm.tsx'
import { Empty } from '../../ui/surface.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { Time } from '../../ui/time.tsx'
import { realmNames } from '../../realms/spaces/spaces.parts.tsx'
import { QuestionList } from '../questions/questions.parts.tsx'
import type { QuestionLine } from '../questions/questions.ts'
import { type Thread, threadAddress } from '../threads/threads.ts'
import { TagAside } from './tag-aside.tsx'
import { type OpenTag, type TagFacts, mostThreadsCounted, tagShows } from './tag-pages.ts'
import { tagAddress, tagsAddress } from './tags.ts'

export interface TagPageProps {
  readonly tag: OpenTag
  readonly show: string
  readonly facts: TagFacts
  readonly next: string | undefined
  readonly later: boolean
  readonly now: Date
  /** The button that follows it; nothing where nothing can be followed. */
  readonly follow: ComponentChildren
  /** The viewer says which tags mean the same. */
  readonly mayMerge: boolean
  /** The same tag on the other side, for whoever meets it there. */
  readonly otherSide: string | undefined
  readonly children: ComponentChildren
}

/** Everything with a tag on one side that the viewer may read, and what is known about it. */
export function TagPage(props: TagPageProps) {
  const { tag, show, facts } = props
  const { side } = tag.family
  const here = showAddress(tag, show)
  return (
    <>
      <PageHead
        title={<bdi>{tag.name}</bdi>}
        voice={side === 'outside'}
        crumbs={<Crumbs label="You are here" crumbs={[{ label: 'Tags', href: tagsAddress(side) }]} />}
        intro={countWords(facts.count)}
        actions={
          <>
            {side === 'outside' ? (
              <LinkButton kind="primary" href={`/questions/ask?tags=${encodeURIComponent(tag.name)}`}>
                Ask a question
              </LinkButton>
            ) : null}
            {props.follow}
          </>
        }
      />
      <div class="cols">
        <div>
          <Tabs
            label="What is shown"
            tabs={Object.entries(tagShows[side]).map(([key, { label }]) => ({
              href: showAddress(tag, key),
              label,
              current: key === show,
            }))}
          />
          {props.children ?? (
            <Empty title="Nothing of this kind has this tag" realm={side}>
              <a href={tagAddress(tag.name, side)}>Everything with it</a>
            </Empty>
          )}
          <Pages
            label="More"
            {...(props.later && { newer: { href: here, label: 'Newest' } })}
            {...(props.next && {
              older: { href: `${here}${here.includes('?') ? '&' : '?'}after=${props.next}`, label: 'Older' },
            })}
          />
          <p class="small row mt3">
            {props.otherSide ? (
              <a href={props.otherSide}>
                {side === 'outside' ? 'What is said of it inside' : 'What is said of it outside'}
              </a>
            ) : null}
            {props.mayMerge ? (
              <a href={`${tagAddress(tag.name, side)}/merge`}>It means the same as another tag</a>
            ) : null}
          </p>
        </div>
        <TagAside facts={facts} side={side} now={props.now} />
      </div>
    </>
  )
}

function showAddress({ name, family }: OpenTag, show: string): string {
  const path = tagAddress(name, family.side)
  return show === 'all' ? path : `${path}?show=${show}`
}

function countWords(count: number): string {
  if (count > mostThreadsCounted) return `More than ${mostThreadsCounted} conversations have this tag.`
  return count === 1 ? 'One conversation has this tag.' : `${count} conversations have this tag.`
}

/** Threads outside, as every list outside shows them; nothing for none. */
export function OutsideLines(props: { lines: readonly QuestionLine[]; now: Date; tag: OpenTag }) {
  const page: PageOf<QuestionLine> = { items: props.lines }
  return <QuestionList page={page} now={props.now} here={tagAddress(props.tag.name)} empty={null} />
}

/** Threads inside and on the bridge, each with the mark of where it stands. */
export function InsideLines(props: {
  threads: readonly Thread[]
  people: ReadonlyMap<AccountId, PersonCard>
  now: Date
}) {
  return (
    <ThreadList>
      {props.threads.map((thread) => {
        const replies = thread.replyCount + thread.answerCount
        return (
          <ThreadCard
            kind={thread.type}
            kindLabel={thread.type === 'idea' ? 'Idea' : 'Discussion'}
            level={2}
            title={thread.title || excerpt(thread.body, 80)}
            href={threadAddress(thread)}
            snippet={thread.title ? excerpt(thread.body.slice(0, 2000), 180) : undefined}
            meta={
              <>
                <RealmChip realm={thread.realm}>{realmNames[thread.realm]}</RealmChip>
                <span>{props.people.get(thread.authorId)?.displayName ?? 'A former colleague'}</span>
                <Time at={thread.createdAt} now={props.now} />
              </>
            }
            counts={[{ value: replies, label: replies === 1 ? 'reply' : 'replies' }]}
          />
        )
      })}
    </ThreadList>
  )
}

import type { ComponentChildren } from 'preact'
import type { PageOf } from '../../platform/cursor.ts'
import type { Say } from '../../platform/languages/languages.ts'
import { type PersonCard } from '../../people/accounts/accounts.ts'
import type { AccountId } from '../../platform/ids.ts'
import { Badge } from '../../ui/badge.tsx'
import { ActionButton, LinkButton } from '../../ui/button.tsx'
import { Crumbs, PageHead, Pages } from '../../ui/page.tsx'
import { ThreadList } from '../../ui/post.tsx'
import { RealmChip } from '../../ui/realm.tsx'
import { Empty } from '../../ui/surface.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { Time } from '../../ui/time.tsx'
import { useWords } from '../../ui/words.tsx'
import { realmNames } from '../../realms/spaces/spaces.parts.tsx'
import { QuestionList } from '../questions/questions.parts.tsx'
import type { QuestionLine } from '../questions/questions.ts'
import { ThreadLine } from '../threads/threads.parts.tsx'
import type { Thread } from '../threads/threads.ts'
import { productsPath } from './products.page.tsx'
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
  /** The viewer says which tags are products. */
  readonly mayName: boolean
  /** The same tag on the other side, for whoever meets it there. */
  readonly otherSide: string | undefined
  readonly children: ComponentChildren
}

/** Everything with a tag on one side that the viewer may read, and what is known about it. */
export function TagPage(props: TagPageProps) {
  const say = useWords()
  const { tag, show, facts } = props
  const { side } = tag.family
  const here = showAddress(tag, show)
  const asked: Record<string, string> = tag.isProduct ? { product: tag.name } : { tags: tag.name }
  return (
    <>
      <PageHead
        title={<bdi>{tag.name}</bdi>}
        voice={side === 'outside'}
        crumbs={<Crumbs label={say('You are here')} crumbs={[{ label: say('Tags'), href: tagsAddress(side) }]} />}
        intro={
          tag.isProduct ? (
            <>
              <Badge>{say('Product')}</Badge> {countWords(say, facts.count)}
            </>
          ) : (
            countWords(say, facts.count)
          )
        }
        actions={
          <>
            {side === 'outside' ? (
              <LinkButton kind="primary" href={`/questions/ask?${new URLSearchParams(asked)}`}>
                {say('Ask a question')}
              </LinkButton>
            ) : null}
            {props.follow}
          </>
        }
      />
      <div class="cols">
        <div>
          <Tabs
            label={say('What is shown')}
            tabs={Object.entries(tagShows[side]).map(([key, { label }]) => ({
              href: showAddress(tag, key),
              label: say.again(label),
              current: key === show,
            }))}
          />
          {props.children ?? (
            <Empty title={say('Nothing of this kind has this tag')} realm={side}>
              <a href={tagAddress(tag.name, side)}>{say('Everything with it')}</a>
            </Empty>
          )}
          <Pages
            label={say('More')}
            {...(props.later && { newer: { href: here, label: say('Newest') } })}
            {...(props.next && {
              older: { href: `${here}${here.includes('?') ? '&' : '?'}after=${props.next}`, label: say('Older') },
            })}
          />
          <p class="small row mt3">
            {props.otherSide ? (
              <a href={props.otherSide}>
                {side === 'outside' ? say('What is said of it inside') : say('What is said of it outside')}
              </a>
            ) : null}
            {props.mayMerge ? (
              <a href={`${tagAddress(tag.name, side)}/merge`}>{say('It means the same as another tag')}</a>
            ) : null}
            {props.mayName && side === 'outside' ? <NameProduct tag={tag} /> : null}
          </p>
        </div>
        <TagAside facts={facts} side={side} now={props.now} />
      </div>
    </>
  )
}

/** Where a steward says that a tag is a product, or that it is none any more. */
function NameProduct(props: { tag: OpenTag }) {
  const say = useWords()
  const { name, isProduct } = props.tag
  const fields = { name, is: isProduct ? 'no' : 'yes', back: 'tag' }
  return (
    <ActionButton size="s" kind="quiet" action={productsPath} fields={fields}>
      {isProduct ? say('It is no product any more') : say('It is a product of ours')}
    </ActionButton>
  )
}

function showAddress({ name, family }: OpenTag, show: string): string {
  const path = tagAddress(name, family.side)
  return show === 'all' ? path : `${path}?show=${show}`
}

function countWords(say: Say, count: number): string {
  return count > mostThreadsCounted
    ? say('More than {number} conversations have this tag.', { number: String(mostThreadsCounted) })
    : say('{count} conversations have this tag.', { count })
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
  const say = useWords()
  return (
    <ThreadList>
      {props.threads.map((thread) => (
        <ThreadLine
          thread={thread}
          meta={
            <>
              <RealmChip realm={thread.realm}>{say.again(realmNames[thread.realm])}</RealmChip>
              <bdi>{props.people.get(thread.authorId)?.displayName ?? say('A former colleague')}</bdi>
              <Time at={thread.createdAt} now={props.now} />
            </>
          }
        />
      ))}
    </ThreadList>
  )
}

import type { Realm, Viewer } from '../../platform/context.ts'
import type { PageOf } from '../../platform/cursor.ts'
import type { Space } from '../../realms/spaces/spaces.ts'
import { LinkButton } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { AsideSection, Columns, PageHead } from '../../ui/page.tsx'
import { Empty } from '../../ui/surface.tsx'
import { Segmented, Tabs } from '../../ui/tabs.tsx'
import { LinkList } from '../../ui/table.tsx'
import { type Category, type IdeaLine, type IdeaOrder, type ReviewDebt, stageWords } from '../ideas/ideas.ts'
import { type BoardFilter, boardAddress, orderWords } from './board-filter.ts'
import { IdeaList } from './idea.parts.tsx'
import { counted, dayWords, newIdeaPath, stages } from './idea-words.ts'

export interface BoardPageProps {
  readonly realm: Realm
  readonly filter: BoardFilter
  readonly page: PageOf<IdeaLine>
  readonly spaces: readonly Space[]
  readonly categories: readonly Category[]
  readonly debt: ReviewDebt
  readonly halfLifeDays: number
  readonly answerDays: number
  readonly company: string
  readonly viewer: Viewer
  readonly now: Date
  readonly after: string | undefined
  readonly mayVote: (line: IdeaLine) => boolean
  readonly mayKeep: boolean
  /** Ways on to pages of other features, and to the other board of the inside. */
  readonly links: readonly { readonly href: string; readonly label: string }[]
}

/** The board of ideas of one side: what is wanted, what came of it, and what is owed. */
export function BoardPage(props: BoardPageProps) {
  const { realm, filter, page } = props
  const first = boardAddress(realm, filter)
  const newIdea = newIdeaPath(realm, filter.space)
  return (
    <>
      <PageHead
        title="Ideas"
        voice={realm === 'outside'}
        intro={
          realm === 'outside'
            ? `What would make it better? Every idea gets an answer from ${props.company}, and a reason.`
            : 'What would make it better? Every idea gets an answer, and a reason. Nobody outside sees this board.'
        }
        actions={
          <LinkButton kind="primary" href={newIdea}>
            Post an idea
          </LinkButton>
        }
      />
      <Debt {...props} />
      <Tabs label="Stage" tabs={tabsOf(realm, filter)} />
      <Columns asideLabel="About this board" aside={<BoardAside {...props} />}>
        <Segmented
          label="Order"
          segments={(Object.keys(orderWords) as IdeaOrder[]).map((order) => ({
            href: boardAddress(realm, { ...filter, order }),
            label: orderWords[order],
            current: order === (filter.order ?? 'heat'),
          }))}
        />
        {filter.tag ? (
          <p class="small">
            Only with the tag <b>{filter.tag}</b>.{' '}
            <a href={boardAddress(realm, { ...filter, tag: undefined })}>Show all tags</a>
          </p>
        ) : null}
        {page.items.length === 0 ? (
          <Empty title="No idea stands here yet" {...(realm !== 'bridge' && { realm })}>
            <p>
              <a href={newIdea}>Post an idea</a>
            </p>
          </Empty>
        ) : (
          <IdeaList
            page={page}
            now={props.now}
            may={props.mayVote}
            here={boardAddress(realm, filter, props.after)}
            first={props.after ? first : undefined}
            next={page.next && boardAddress(realm, filter, page.next)}
          />
        )}
      </Columns>
    </>
  )
}

function tabsOf(realm: Realm, filter: BoardFilter) {
  return [
    { href: boardAddress(realm, { ...filter, show: undefined }), label: 'All', current: !filter.show },
    ...stages.map((stage) => ({
      href: boardAddress(realm, { ...filter, show: stage }),
      label: stageWords[stage],
      current: filter.show === stage,
    })),
  ]
}

/** What was promised and is late, for everybody to see. */
function Debt(props: BoardPageProps) {
  const { debt, now, realm, filter } = props
  if (debt.count === 0) return null
  const count = `${debt.isMore ? 'At least ' : ''}${counted(debt.count, 'answer')}`
  return (
    <div class="debt">
      <Icon name="hourglass-medium" />
      <p>
        <b>
          {count} {debt.count === 1 ? 'is' : 'are'} overdue,
        </b>{' '}
        the oldest since {dayWords(debt.oldest!, now)}.{' '}
        {filter.show === 'overdue' ? null : (
          <a href={boardAddress(realm, { show: 'overdue', order: 'owed' })}>See the debt</a>
        )}
      </p>
    </div>
  )
}

function BoardAside(props: BoardPageProps) {
  const { realm, filter, debt, now } = props
  const inside = realm !== 'outside'
  return (
    <>
      {props.spaces.length > 1 ? (
        <AsideSection title="Where">
          <LinkList
            links={[
              { href: boardAddress(realm, { ...filter, space: undefined }), label: 'Everywhere' },
              ...props.spaces.map((space) => ({
                href: boardAddress(realm, { ...filter, space: space.slug }),
                label: space.title,
                ...(filter.space === space.slug && { note: 'shown now' }),
              })),
            ]}
          />
        </AsideSection>
      ) : null}
      {props.categories.length > 0 ? (
        <AsideSection title="Categories">
          <LinkList
            links={[
              { href: boardAddress(realm, { ...filter, category: undefined }), label: 'All categories' },
              ...props.categories.map((category) => ({
                href: boardAddress(realm, { ...filter, category: category.slug }),
                label: category.title,
                note: categoryNote(category, props),
              })),
            ]}
          />
        </AsideSection>
      ) : null}
      {debt.categories.length > 0 ? (
        <AsideSection title="Overdue answers">
          <LinkList
            links={debt.categories.map((row) => ({
              href: boardAddress(realm, {
                show: 'overdue',
                order: 'owed',
                ...(row.category && { category: row.category.slug }),
              }),
              label: row.category?.title ?? 'Without a category',
              note: `${debt.isMore ? 'at least ' : ''}${counted(row.count, 'idea')}, the oldest since ${dayWords(row.oldest, now)}`,
            }))}
          />
        </AsideSection>
      ) : null}
      {props.links.length > 0 ? (
        <AsideSection title="More about ideas">
          <LinkList links={[...props.links]} />
        </AsideSection>
      ) : null}
      <AsideSection title="How the order is made">
        <p class="small soft">
          A vote loses half its weight in {props.halfLifeDays} days. The hottest idea has the largest sum of (promoted
          minus demoted) × 2<sup>−age in days / {props.halfLifeDays}</sup>.{' '}
          {inside ? null : `Votes of those who work at ${props.company} are counted apart. `}
          A boost by the company is always labelled.
        </p>
        <p class="small soft">
          An idea is answered within {props.answerDays} days, unless its category says otherwise.
        </p>
        {props.mayKeep ? (
          <p class="small">
            <a href="/inside/ideas/rules">Change these rules</a>
          </p>
        ) : null}
      </AsideSection>
    </>
  )
}

function categoryNote(category: Category, props: BoardPageProps): string | undefined {
  if (props.filter.category === category.slug) return 'shown now'
  return category.answerDays === null ? undefined : `answered within ${counted(category.answerDays, 'day')}`
}

import type { ComponentChildren } from 'preact'
import type { Realm, Viewer } from '../../platform/context.ts'
import type { Say } from '../../platform/languages/languages.ts'
import type { PageOf } from '../../platform/cursor.ts'
import type { Space } from '../../realms/spaces/spaces.ts'
import { LinkButton } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { AsideSection, Columns, PageHead } from '../../ui/page.tsx'
import { Empty } from '../../ui/surface.tsx'
import { Segmented, Tabs } from '../../ui/tabs.tsx'
import { LinkList } from '../../ui/table.tsx'
import { bold, useWords } from '../../ui/words.tsx'
import { type Category, type IdeaLine, type IdeaOrder, type ReviewDebt, stageWords } from '../ideas/ideas.ts'
import { ProductSegments } from '../tags/tags.parts.tsx'
import type { Product } from '../tags/tags.ts'
import { type BoardFilter, boardAddress, orderWords } from './board-filter.ts'
import { IdeaList } from './idea.parts.tsx'
import { dayWords, newIdeaPath, stages } from './idea-words.ts'

export interface BoardPageProps {
  readonly realm: Realm
  readonly filter: BoardFilter
  readonly page: PageOf<IdeaLine>
  readonly spaces: readonly Space[]
  readonly categories: readonly Category[]
  /** Of the outside; none elsewhere. */
  readonly products: readonly Product[]
  readonly debt: ReviewDebt
  readonly halfLifeDays: number
  readonly answerDays: number
  readonly company: string
  readonly viewer: Viewer
  readonly now: Date
  readonly after: string | undefined
  readonly mayVote: (line: IdeaLine) => boolean
  readonly mayKeep: boolean
  /** What other features show above the ideas. */
  readonly notes: ComponentChildren
  /** Ways on to pages of other features, and to the other board of the inside. */
  readonly links: readonly { readonly href: string; readonly label: string }[]
}

/** The board of ideas of one side: what is wanted, what came of it, and what is owed. */
export function BoardPage(props: BoardPageProps) {
  const say = useWords()
  const { realm, filter, page } = props
  const first = boardAddress(realm, filter)
  const newIdea = newIdeaPath(realm, filter)
  return (
    <>
      <PageHead
        title={filter.product ? say('{list} about {tag}', { list: say('Ideas'), tag: filter.product }) : say('Ideas')}
        voice={realm === 'outside'}
        intro={
          realm === 'outside'
            ? say('What would make it better? Every idea gets an answer from {company}, and a reason.', {
                company: props.company,
              })
            : say('What would make it better? Every idea gets an answer, and a reason. Nobody outside sees this board.')
        }
        actions={
          <LinkButton kind="primary" href={newIdea}>
            {say('Post an idea')}
          </LinkButton>
        }
      />
      <div class="stack board-notes">
        {props.notes}
        <Debt {...props} />
      </div>
      <Tabs label={say('Stage')} tabs={tabsOf(say, realm, filter)} />
      <Columns asideLabel={say('About this board')} aside={<BoardAside {...props} />}>
        <Segmented
          label={say('Order')}
          segments={(Object.keys(orderWords) as IdeaOrder[]).map((order) => ({
            href: boardAddress(realm, { ...filter, order }),
            label: say.again(orderWords[order]),
            current: order === (filter.order ?? 'heat'),
          }))}
        />
        <ProductSegments
          products={props.products}
          chosen={filter.product}
          address={(product) => boardAddress(realm, { ...filter, product })}
        />
        {filter.tag ? (
          <p class="small">
            {say.with('Only with the tag {tag}.', { tag: <b dir="auto">{filter.tag}</b> })}{' '}
            <a href={boardAddress(realm, { ...filter, tag: undefined })}>{say('Show all tags')}</a>
          </p>
        ) : null}
        {page.items.length === 0 ? (
          <Empty title={say('No idea stands here yet')} {...(realm !== 'bridge' && { realm })}>
            <p>
              <a href={newIdea}>{say('Post an idea')}</a>
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

function tabsOf(say: Say, realm: Realm, filter: BoardFilter) {
  return [
    { href: boardAddress(realm, { ...filter, show: undefined }), label: say('All'), current: !filter.show },
    ...stages.map((stage) => ({
      href: boardAddress(realm, { ...filter, show: stage }),
      label: say.again(stageWords[stage]),
      current: filter.show === stage,
    })),
  ]
}

/** What was promised and is late, for everybody to see. */
function Debt(props: BoardPageProps) {
  const say = useWords()
  const { debt, now, realm, filter } = props
  if (debt.count === 0) return null
  const late = { count: debt.count, day: dayWords(say, debt.oldest!, now), b: bold }
  return (
    <div class="debt">
      <Icon name="hourglass-medium" />
      <p>
        {debt.isMore
          ? say.with('<b>At least {count} answers are overdue,</b> the oldest since {day}.', late)
          : say.with('<b>{count} answers are overdue,</b> the oldest since {day}.', late)}{' '}
        {filter.show === 'overdue' ? null : (
          <a href={boardAddress(realm, { show: 'overdue', order: 'owed' })}>{say('See the debt')}</a>
        )}
      </p>
    </div>
  )
}

function BoardAside(props: BoardPageProps) {
  const say = useWords()
  const { realm, filter, debt, now } = props
  const inside = realm !== 'outside'
  return (
    <>
      {props.spaces.length > 1 ? (
        <AsideSection title={say('Where')}>
          <LinkList
            links={[
              { href: boardAddress(realm, { ...filter, space: undefined }), label: say('Everywhere') },
              ...props.spaces.map((space) => ({
                href: boardAddress(realm, { ...filter, space: space.slug }),
                label: <bdi>{space.title}</bdi>,
                ...(filter.space === space.slug && { note: say('shown now') }),
              })),
            ]}
          />
        </AsideSection>
      ) : null}
      {props.categories.length > 0 ? (
        <AsideSection title={say('Categories')}>
          <LinkList
            links={[
              { href: boardAddress(realm, { ...filter, category: undefined }), label: say('All categories') },
              ...props.categories.map((category) => ({
                href: boardAddress(realm, { ...filter, category: category.slug }),
                label: <bdi>{category.title}</bdi>,
                note: categoryNote(say, category, props),
              })),
            ]}
          />
        </AsideSection>
      ) : null}
      {debt.categories.length > 0 ? (
        <AsideSection title={say('Overdue answers')}>
          <LinkList
            links={debt.categories.map((row) => ({
              href: boardAddress(realm, {
                show: 'overdue',
                order: 'owed',
                ...(row.category && { category: row.category.slug }),
              }),
              label: row.category ? <bdi>{row.category.title}</bdi> : say('Without a category'),
              note: debtNote(say, row.count, debt.isMore, dayWords(say, row.oldest, now)),
            }))}
          />
        </AsideSection>
      ) : null}
      {props.links.length > 0 ? (
        <AsideSection title={say('More about ideas')}>
          <LinkList links={props.links.map((link) => ({ ...link, label: say.again(link.label) }))} />
        </AsideSection>
      ) : null}
      <AsideSection title={say('How the order is made')}>
        <p class="small soft">
          {say.with(
            'A vote loses half its weight in {days} days. The hottest idea has the largest sum of (promoted minus demoted) × 2<up>−age in days / {days}</up>.',
            { days: props.halfLifeDays, up: (words) => <sup>{words}</sup> },
          )}{' '}
          {inside
            ? null
            : `${say('Votes of those who work at {company} are counted apart.', { company: props.company })} `}
          {say('A boost by the company is always labelled.')}
        </p>
        <p class="small soft">
          {say('An idea is answered within {count} days, unless its category says otherwise.', {
            count: props.answerDays,
          })}
        </p>
        {props.mayKeep ? (
          <p class="small">
            <a href="/inside/ideas/rules">{say('Change these rules')}</a>
          </p>
        ) : null}
      </AsideSection>
    </>
  )
}

function debtNote(say: Say, count: number, isMore: boolean, day: string): string {
  return isMore
    ? say('at least {count} ideas, the oldest since {day}', { count, day })
    : say('{count} ideas, the oldest since {day}', { count, day })
}

function categoryNote(say: Say, category: Category, props: BoardPageProps): string | undefined {
  if (props.filter.category === category.slug) return say('shown now')
  return category.answerDays === null ? undefined : say('answered within {count} days', { count: category.answerDays })
}

import type { ComponentChildren } from 'preact'
import { type ThreadId, threadAddress } from '../../content/threads/threads.ts'
import type { PageOf } from '../../platform/cursor.ts'
import { Crumbs, PageHead, Pages } from '../../ui/page.tsx'
import { Empty } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { Segmented } from '../../ui/tabs.tsx'
import { durationWords } from '../../ui/time.shared.ts'
import { Time } from '../../ui/time.tsx'
import { type ItemsName, itemWords, itemsAddress } from './loop-words.ts'
import type { LoopItem, SaidItem, WindowName } from './loops.ts'

interface ItemsPageProps {
  readonly of: ItemsName
  readonly window: WindowName
  readonly now: Date
  readonly isFirst: boolean
  readonly items: PageOf<LoopItem> | { readonly said: PageOf<SaidItem> }
}

/** Neighbours of a figure: the same whole, cut the other way. */
const cuts: readonly (readonly ItemsName[])[] = [
  ['heard', 'touched', 'untouched'],
  ['answered', 'unanswered'],
  ['closed', 'told', 'untold'],
  ['swarmed', 'bridged'],
  ['said', 'helped'],
]

/** The items behind one figure of the board. */
export function ItemsPage(props: ItemsPageProps) {
  const { of, window, now, items } = props
  const here = itemsAddress(of, window)
  const isSaid = 'said' in items
  const page: PageOf<unknown> = isSaid ? items.said : items
  const cut = cuts.find((names) => names.includes(of))!
  return (
    <>
      <PageHead
        title={itemWords[of].title}
        intro={itemWords[of].intro}
        crumbs={
          <Crumbs
            label="You are here"
            crumbs={[{ label: 'Measures', href: `/inside/measures?window=${window}` }, { label: itemWords[of].title }]}
          />
        }
        actions={
          <Segmented
            label="Which of them"
            segments={cut.map((name) => ({
              href: itemsAddress(name, window),
              label: itemWords[name].title,
              current: name === of,
            }))}
          />
        }
      />
      {page.items.length === 0 ? (
        <Empty title="None in this window" realm="inside" />
      ) : isSaid ? (
        <SaidTable items={items.said.items} now={now} />
      ) : (
        <QuestionTable items={items.items} now={now} />
      )}
      <Pages
        label="Items"
        newer={props.isFirst ? undefined : { href: here, label: 'Newest' }}
        older={page.next ? { href: `${here}&after=${page.next}`, label: 'Older' } : undefined}
      />
    </>
  )
}

function QuestionLink(props: { id: ThreadId; slug: string; children: ComponentChildren }) {
  return (
    <a href={threadAddress({ id: props.id, slug: props.slug, realm: 'outside', type: 'question' })}>{props.children}</a>
  )
}

function QuestionTable(props: { items: readonly LoopItem[]; now: Date }) {
  const after = (item: LoopItem, at: Date | null) => (at ? durationWords(at.getTime() - item.createdAt.getTime()) : '')
  return (
    <Table
      caption="Questions, newest first"
      columns={[
        { label: 'Question' },
        { label: 'Asked' },
        { label: 'First answer after', numeric: true },
        { label: 'First word inside after', numeric: true },
      ]}
      rows={props.items.map((item) => [
        <QuestionLink id={item.id} slug={item.slug}>
          {item.title}
        </QuestionLink>,
        <Time at={item.createdAt} now={props.now} form="long" />,
        after(item, item.firstAnswerAt),
        after(item, item.contributedAt),
      ])}
    />
  )
}

function SaidTable(props: { items: readonly SaidItem[]; now: Date }) {
  return (
    <Table
      caption="What people said, newest first"
      columns={[{ label: 'Question' }, { label: 'Who' }, { label: 'Did it help' }, { label: 'When' }]}
      rows={props.items.map((item) => [
        <QuestionLink id={item.threadId} slug={item.slug}>
          {item.title}
        </QuestionLink>,
        item.name,
        item.helped ? 'Yes' : 'Not yet',
        <Time at={item.helpedAt} now={props.now} form="long" />,
      ])}
    />
  )
}

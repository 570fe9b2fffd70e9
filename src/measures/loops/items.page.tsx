import type { ComponentChildren } from 'preact'
import { type ThreadId, threadAddress } from '../../content/threads/threads.ts'
import type { PageOf } from '../../platform/cursor.ts'
import { Crumbs, PageHead, Pages } from '../../ui/page.tsx'
import { Empty } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { Segmented } from '../../ui/tabs.tsx'
import { durationWords } from '../../ui/time.shared.ts'
import { Time } from '../../ui/time.tsx'
import { useWords } from '../../ui/words.tsx'
import { type ItemsName, itemWords, itemsAddress, localeOf } from './loop-words.ts'
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
  const say = useWords()
  const { of, window, now, items } = props
  const here = itemsAddress(of, window)
  const isSaid = 'said' in items
  const page: PageOf<unknown> = isSaid ? items.said : items
  const cut = cuts.find((names) => names.includes(of))!
  return (
    <>
      <PageHead
        title={say.again(itemWords[of].title)}
        intro={say.again(itemWords[of].intro)}
        crumbs={
          <Crumbs
            label={say('You are here')}
            crumbs={[
              { label: say('Measures'), href: `/inside/measures?window=${window}` },
              { label: say.again(itemWords[of].title) },
            ]}
          />
        }
        actions={
          <Segmented
            label={say('Which of them')}
            segments={cut.map((name) => ({
              href: itemsAddress(name, window),
              label: say.again(itemWords[name].title),
              current: name === of,
            }))}
          />
        }
      />
      {page.items.length === 0 ? (
        <Empty title={say('None in this window')} realm="inside" />
      ) : isSaid ? (
        <SaidTable items={items.said.items} now={now} />
      ) : (
        <QuestionTable items={items.items} now={now} />
      )}
      <Pages
        label={say('Items')}
        newer={props.isFirst ? undefined : { href: here, label: say('Newest') }}
        older={page.next ? { href: `${here}&after=${page.next}`, label: say('Older') } : undefined}
      />
    </>
  )
}

function QuestionLink(props: { id: ThreadId; slug: string; children: ComponentChildren }) {
  return (
    <a href={threadAddress({ id: props.id, slug: props.slug, realm: 'outside', type: 'question' })}>
      <bdi>{props.children}</bdi>
    </a>
  )
}

function QuestionTable(props: { items: readonly LoopItem[]; now: Date }) {
  const say = useWords()
  const after = (item: LoopItem, at: Date | null) =>
    at ? durationWords(at.getTime() - item.createdAt.getTime(), localeOf(say)) : ''
  return (
    <Table
      caption={say('Questions, newest first')}
      columns={[
        { label: say('Question') },
        { label: say('Asked') },
        { label: say('First answer after'), numeric: true },
        { label: say('First word inside after'), numeric: true },
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
  const say = useWords()
  return (
    <Table
      caption={say('What people said, newest first')}
      columns={[
        { label: say('Question') },
        { label: say('Who') },
        { label: say('Did it help') },
        { label: say('When') },
      ]}
      rows={props.items.map((item) => [
        <QuestionLink id={item.threadId} slug={item.slug}>
          {item.title}
        </QuestionLink>,
        <bdi>{item.name}</bdi>,
        item.helped ? say('Yes') : say('Not yet'),
        <Time at={item.helpedAt} now={props.now} form="long" />,
      ])}
    />
  )
}

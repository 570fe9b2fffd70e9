import type { Say } from '../../platform/languages/languages.ts'
import { PageHead } from '../../ui/page.tsx'
import { ChartFrame, Stats, type StatWords } from '../../ui/stat.tsx'
import { Card } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { Segmented } from '../../ui/tabs.tsx'
import { durationWords } from '../../ui/time.shared.ts'
import { Time } from '../../ui/time.tsx'
import { useWords } from '../../ui/words.tsx'
import { Iceberg } from './iceberg.tsx'
import { type ItemsName, formulas, itemsAddress, localeOf } from './loop-words.ts'
import { type LoopBoard, type Ratio, type Span, windows } from './loops.ts'

/** The first board: whether what customers asked went all the way round. */
export function LoopsPage(props: { board: LoopBoard; now: Date }) {
  const say = useWords()
  const { board, now } = props
  const segments = Object.entries(windows).map(([value, label]) => ({
    href: `/inside/measures?window=${value}`,
    label: say.again(label),
    current: value === board.window,
  }))
  return (
    <>
      <PageHead
        title={say('Measures')}
        intro={
          board.from
            ? say.with(
                'The loop of questions asked outside since {when}. Every figure opens to the conversations behind it.',
                { when: <Time at={board.from} now={now} form="long" /> },
              )
            : say(
                'The loop of questions asked outside since the beginning. Every figure opens to the conversations behind it.',
              )
        }
        actions={<Segmented label={say('How far back')} segments={segments} />}
      />
      <Stats stats={countsOf(say, board)} />
      <Stats stats={timesOf(say, board)} />
      <div class="boards">
        <ChartFrame
          title={say('The iceberg')}
          intro={say('What was heard, and how much of it became part of the company.')}
          formula={say(
            'Nothing counts as assimilated yet: articles, decisions, insights and ideas, which it would have to lead to, are not part of this version. The old yardstick is 1 changed, 9 touched, 90 left alone in 100.',
          )}
        >
          <div class="duo">
            <Iceberg board={board} />
            <div>
              <h3>{say('The same in figures')}</h3>
              <IcebergTable board={board} />
            </div>
          </div>
        </ChartFrame>
        <Card title={say('How these are computed')}>
          <Table
            caption={say('Formulas')}
            columns={[
              { label: say('Figure') },
              { label: say('Formula') },
              { label: say('Measure | where a figure comes from') },
            ]}
            rows={formulas.map((one) => [say.again(one.name), say.again(one.formula), say.again(one.source)])}
          />
          <p class="small muted mt2">
            {say(
              'Under 30 events a ratio says nothing, and the board says so. A question counts in the window in which it was asked.',
            )}
          </p>
        </Card>
      </div>
    </>
  )
}

function countsOf(say: Say, board: LoopBoard): StatWords[] {
  const to = (of: ItemsName) => itemsAddress(of, board.window)
  const ofHeard = ({ count: number, of }: Ratio) => say('{number} of {of} heard', { number, of })
  return [
    { label: say('Heard'), value: say.number(board.heard), detail: say('questions asked outside'), href: to('heard') },
    { label: say('Touched'), ...ratioWords(say, board.touched, ofHeard), href: to('touched') },
    { label: say('Answered'), ...ratioWords(say, board.answered, ofHeard), href: to('answered') },
    {
      label: say('Told what came of it'),
      ...ratioWords(say, board.toldBack, ({ count: number, of }) =>
        say('{number} of {of} with an answer that stands', { number, of }),
      ),
      href: to(board.toldBack.count === board.toldBack.of ? 'closed' : 'untold'),
    },
    {
      label: say('It helped'),
      ...ratioWords(say, board.helped, ({ count: number, of }) => say('{number} of {of} who said', { number, of })),
      href: to('said'),
    },
  ]
}

function timesOf(say: Say, board: LoopBoard): StatWords[] {
  const to = (of: ItemsName) => itemsAddress(of, board.window)
  return [
    {
      label: say('First response'),
      ...spanWords(say, board.firstResponse, (number) => say('{number} answered', { number })),
      href: to('answered'),
    },
    {
      label: say('Bridge latency'),
      ...spanWords(say, board.bridgeLatency, (number) =>
        say('{number} of {of} swarmed', { number, of: board.swarmed }),
      ),
      href: to(board.bridgeLatency.of > 0 ? 'bridged' : 'swarmed'),
    },
  ]
}

type Figure = Pick<StatWords, 'value' | 'detail' | 'few'>

/** `whole`: how many of what, in words. */
function ratioWords(say: Say, ratio: Ratio, whole: (ratio: Ratio) => string): Figure {
  const detail = whole(ratio)
  if (ratio.share === undefined) return { value: say('Too little to say'), detail, few: true }
  return { value: say('{number} %', { number: Math.round(100 * ratio.share) }), detail }
}

function spanWords(say: Say, span: Span, whole: (count: number) => string): Figure {
  if (span.median === undefined || span.p90 === undefined)
    return { value: say('None yet'), detail: whole(0), few: true }
  const duration = (seconds: number) => durationWords(seconds * 1000, localeOf(say))
  return {
    value: duration(span.median),
    detail: `${say('median, p90 {duration}', { duration: duration(span.p90) })} · ${whole(span.of)}`,
  }
}

function IcebergTable(props: { board: LoopBoard }) {
  const say = useWords()
  const { heard, iceberg, window } = props.board
  const link = (of: ItemsName, count: number) => <a href={itemsAddress(of, window)}>{say.number(count)}</a>
  return (
    <Table
      caption={say('The iceberg in figures')}
      columns={[{ label: say('Part') }, { label: say('Conversations'), numeric: true }]}
      rows={[
        [say('Changed something here'), say.number(iceberg.assimilated)],
        [say('Touched, nothing learnt'), link('touched', iceberg.touched)],
        [say('Heard, left alone'), link('untouched', iceberg.untouched)],
        [say('Not heard'), say('not known')],
      ]}
      foot={[say('Heard'), link('heard', heard)]}
    />
  )
}

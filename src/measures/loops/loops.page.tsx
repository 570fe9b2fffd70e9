import { PageHead } from '../../ui/page.tsx'
import { ChartFrame, Stats, type StatWords } from '../../ui/stat.tsx'
import { Card } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { Segmented } from '../../ui/tabs.tsx'
import { durationWords } from '../../ui/time.shared.ts'
import { Time } from '../../ui/time.tsx'
import { Iceberg } from './iceberg.tsx'
import { type ItemsName, formulas, itemsAddress } from './loop-words.ts'
import { type LoopBoard, type Ratio, type Span, windows } from './loops.ts'

/** The first board: whether what customers asked went all the way round. */
export function LoopsPage(props: { board: LoopBoard; now: Date }) {
  const { board, now } = props
  const segments = Object.entries(windows).map(([value, label]) => ({
    href: `/inside/measures?window=${value}`,
    label,
    current: value === board.window,
  }))
  return (
    <>
      <PageHead
        title="Measures"
        intro={
          <>
            The loop of questions asked outside{' '}
            {board.from ? (
              <>
                since <Time at={board.from} now={now} form="long" />
              </>
            ) : (
              'since the beginning'
            )}
            . Every figure opens to the conversations behind it.
          </>
        }
        actions={<Segmented label="How far back" segments={segments} />}
      />
      <Stats stats={countsOf(board)} />
      <Stats stats={timesOf(board)} />
      <div class="boards">
        <ChartFrame
          title="The iceberg"
          intro="What was heard, and how much of it became part of the company."
          formula="Nothing counts as assimilated yet: articles, decisions, insights and ideas, which it would have to lead to, are not part of this version. The old yardstick is 1 changed, 9 touched, 90 left alone in 100."
        >
          <div class="duo">
            <Iceberg board={board} />
            <div>
              <h3>The same in figures</h3>
              <IcebergTable board={board} />
            </div>
          </div>
        </ChartFrame>
        <Card title="How these are computed">
          <Table
            caption="Formulas"
            columns={[{ label: 'Figure' }, { label: 'Formula' }, { label: 'Measure' }]}
            rows={formulas.map((one) => [one.name, one.formula, one.source])}
          />
          <p class="small muted mt2">
            Under 30 events a ratio says nothing, and the board says so. A question counts in the window in which it was
            asked.
          </p>
        </Card>
      </div>
    </>
  )
}

function countsOf(board: LoopBoard): StatWords[] {
  const to = (of: ItemsName) => itemsAddress(of, board.window)
  return [
    { label: 'Heard', value: board.heard, detail: 'questions asked outside', href: to('heard') },
    { label: 'Touched', ...ratioWords(board.touched, 'heard'), href: to('touched') },
    { label: 'Answered', ...ratioWords(board.answered, 'heard'), href: to('answered') },
    {
      label: 'Told what came of it',
      ...ratioWords(board.toldBack, 'with an answer that stands'),
      href: to(board.toldBack.count === board.toldBack.of ? 'closed' : 'untold'),
    },
    { label: 'It helped', ...ratioWords(board.helped, 'who said'), href: to('said') },
  ]
}

function timesOf(board: LoopBoard): StatWords[] {
  const to = (of: ItemsName) => itemsAddress(of, board.window)
  return [
    { label: 'First response', ...spanWords(board.firstResponse, 'answered'), href: to('answered') },
    {
      label: 'Bridge latency',
      ...spanWords(board.bridgeLatency, `of ${board.swarmed} swarmed`),
      href: to(board.bridgeLatency.of > 0 ? 'bridged' : 'swarmed'),
    },
  ]
}

function ratioWords(ratio: Ratio, whole: string): Pick<StatWords, 'value' | 'detail' | 'few'> {
  const detail = `${ratio.count} of ${ratio.of} ${whole}`
  if (ratio.share === undefined) return { value: 'Too little to say', detail, few: true }
  return { value: `${Math.round(100 * ratio.share)} %`, detail }
}

function spanWords(span: Span, whole: string): Pick<StatWords, 'value' | 'detail' | 'few'> {
  if (span.median === undefined || span.p90 === undefined) return { value: 'None yet', detail: `0 ${whole}`, few: true }
  return {
    value: durationWords(span.median * 1000),
    detail: `median, p90 ${durationWords(span.p90 * 1000)} · ${span.of} ${whole}`,
  }
}

function IcebergTable(props: { board: LoopBoard }) {
  const { heard, iceberg, window } = props.board
  const link = (of: ItemsName, count: number) => <a href={itemsAddress(of, window)}>{count}</a>
  return (
    <Table
      caption="The iceberg in figures"
      columns={[{ label: 'Part' }, { label: 'Conversations', numeric: true }]}
      rows={[
        ['Changed something here', iceberg.assimilated],
        ['Touched, nothing learnt', link('touched', iceberg.touched)],
        ['Heard, left alone', link('untouched', iceberg.untouched)],
        ['Not heard', 'not known'],
      ]}
      foot={['Heard', link('heard', heard)]}
    />
  )
}

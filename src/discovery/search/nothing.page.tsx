import { PageHead } from '../../ui/page.tsx'
import { Empty } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { searchAddress } from './search.page.tsx'
import { type WithoutFinds, fewestDays, keptDays } from './without-finds.ts'

/** What was looked for on a side and not found: what to write, and which words people use. */
export function NothingPage(props: { side: 'inside' | 'outside'; rows: readonly WithoutFinds[] }) {
  const { side, rows } = props
  return (
    <>
      <PageHead
        title="Searches that found nothing"
        intro={`What people ${side} looked for on at least ${fewestDays} different days of the last ${keptDays}. Nobody is told who asked, and words that could name somebody are not kept.`}
      />
      {rows.length === 0 ? (
        <Empty title="Nothing was looked for in vain so often" />
      ) : (
        <Table
          caption="Words, and how often they were asked"
          columns={[
            { label: 'Words' },
            { label: 'Days', numeric: true },
            { label: 'Times', numeric: true },
            { label: 'Last' },
          ]}
          rows={rows.map((row) => [
            <a href={`/search${searchAddress(row.words, 'best')}`}>{row.words}</a>,
            row.days,
            row.times,
            row.last,
          ])}
        />
      )}
    </>
  )
}

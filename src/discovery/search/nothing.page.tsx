import { PageHead } from '../../ui/page.tsx'
import { Empty } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { useWords } from '../../ui/words.tsx'
import { searchAddress } from './search.page.tsx'
import { type WithoutFinds, fewestDays, keptDays } from './without-finds.ts'

/** What was looked for on a side and not found: what to write, and which words people use. */
export function NothingPage(props: { side: 'inside' | 'outside'; rows: readonly WithoutFinds[] }) {
  const say = useWords()
  const { side, rows } = props
  const counted = { days: fewestDays, last: keptDays }
  return (
    <>
      <PageHead
        title={say('Searches that found nothing')}
        intro={
          side === 'inside'
            ? say(
                'What people inside looked for on at least {days} different days of the last {last}. Nobody is told who asked, and words that could name somebody are not kept.',
                counted,
              )
            : say(
                'What people outside looked for on at least {days} different days of the last {last}. Nobody is told who asked, and words that could name somebody are not kept.',
                counted,
              )
        }
      />
      {rows.length === 0 ? (
        <Empty title={say('Nothing was looked for in vain so often')} />
      ) : (
        <Table
          caption={say('Words, and how often they were asked')}
          columns={[
            { label: say('Words | that were looked for') },
            { label: say('Days'), numeric: true },
            { label: say('Times | how often'), numeric: true },
            { label: say('Last | the last time') },
          ]}
          rows={rows.map((row) => [
            <a href={`/search${searchAddress(row.words, 'best')}`}>
              <bdi>{row.words}</bdi>
            </a>,
            say.number(row.days),
            say.number(row.times),
            row.last,
          ])}
        />
      )}
    </>
  )
}

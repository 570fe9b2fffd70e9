import { PageHead } from '../../ui/page.tsx'
import { Stats } from '../../ui/stat.tsx'
import { Facts, Table } from '../../ui/table.tsx'
import { measureNames } from '../moderation/moderation.parts.tsx'
import { conductRules, ruleKeys } from '../moderation/moderation.ts'
import type { Totals } from './appeals.ts'

/** The rules of conduct, and what was decided under them in the last twelve months: numbers, never names or texts. */
export function TotalsPage(props: { totals: readonly Totals[] }) {
  return (
    <>
      <PageHead
        title="About moderation"
        intro="Texts are judged by rules that everybody can read. Whoever is concerned is told what was decided, why and under which rule, and can contest it within six months. Somebody else hears the appeal."
      />
      <div class="stack thread-column">
        <section>
          <h2>The rules</h2>
          <Facts facts={ruleKeys.map((key) => ({ term: conductRules[key].name, detail: conductRules[key].text }))} />
        </section>
        {props.totals.map((totals) => (
          <Side totals={totals} isOne={props.totals.length === 1} />
        ))}
      </div>
    </>
  )
}

function Side(props: { totals: Totals; isOne: boolean }) {
  const { totals, isOne } = props
  const { rows } = totals
  const contested = rows.reduce((sum, row) => sum + row.contested, 0)
  const upheld = rows.reduce((sum, row) => sum + row.upheld, 0)
  return (
    <section class="stack">
      <h2>The last twelve months{isOne ? '' : `, ${totals.side}`}</h2>
      <Stats
        stats={[
          { label: 'Flags', value: totals.flags },
          { label: 'Texts looked at', value: totals.decided, detail: `${totals.waiting} wait now` },
          { label: 'Median time to a decision', ...hours(totals.medianHours) },
          { label: 'Appeals upheld', value: upheld, detail: `of ${contested} contested` },
        ]}
      />
      {rows.length === 0 ? (
        <p class="soft">Nothing was decided in this time.</p>
      ) : (
        <Table
          caption="What was decided, by rule"
          showCaption
          columns={[
            { label: 'Rule' },
            { label: 'Measure' },
            { label: 'Decided by' },
            { label: 'How often', numeric: true },
            { label: 'Contested', numeric: true },
            { label: 'Upheld', numeric: true },
          ]}
          rows={rows.map((row) => [
            row.rule ? conductRules[row.rule].name : 'None broken',
            measureNames[row.measure],
            row.isAutomated ? 'A check, without a person' : 'A person',
            row.count,
            row.contested,
            row.upheld,
          ])}
        />
      )}
    </section>
  )
}

function hours(median: number | null): { value: string; unit?: string; few?: boolean } {
  if (median === null) return { value: 'No decision yet', few: true }
  if (median < 1) return { value: String(Math.max(1, Math.round(median * 60))), unit: 'min' }
  return {
    value: median < 48 ? String(Math.round(median)) : String(Math.round(median / 24)),
    unit: median < 48 ? 'h' : 'days',
  }
}

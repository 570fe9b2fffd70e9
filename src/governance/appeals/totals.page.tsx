import type { Say } from '../../platform/languages/languages.ts'
import { PageHead } from '../../ui/page.tsx'
import { Stats } from '../../ui/stat.tsx'
import { Facts, Table } from '../../ui/table.tsx'
import { useWords } from '../../ui/words.tsx'
import { flagRules } from '../flags/flags.ts'
import { measureNames } from '../moderation/moderation.parts.tsx'
import { conductRules, ruleKeys } from '../moderation/moderation.ts'
import type { Totals } from './appeals.ts'

/** The rules of conduct, and what was decided under them in the last twelve months: numbers, never names or texts. */
export function TotalsPage(props: { totals: readonly Totals[] }) {
  const say = useWords()
  return (
    <>
      <PageHead
        title={say('About moderation')}
        intro={say(
          'Texts are judged by rules that everybody can read. Whoever is concerned is told what was decided, why and under which rule, and can contest it within six months. Somebody else hears the appeal.',
        )}
      />
      <div class="stack thread-column">
        <section>
          <h2>{say('The rules')}</h2>
          <Facts
            facts={ruleKeys.map((key) => ({
              term: say.again(conductRules[key].name),
              detail: say.again(conductRules[key].text),
            }))}
          />
        </section>
        <FlagWeights />
        {props.totals.map((totals) => (
          <Side totals={totals} isOne={props.totals.length === 1} />
        ))}
      </div>
    </>
  )
}

/** By what moderators see first which text: the numbers that the program itself counts by. */
function FlagWeights() {
  const say = useWords()
  const { factor, perHour, perDay, retaliationDays } = flagRules
  return (
    <section id="flags" class="stack">
      <h2>{say('How flags are weighed')}</h2>
      <p>
        {say(
          'What weighs most is looked at first, and of that the oldest. A flag weighs as much as the rule that it names. In public spaces that of a member of long standing, a Guide or a Champion, counts {factor} times.',
          { factor },
        )}
      </p>
      <Facts
        facts={ruleKeys.map((key) => ({
          term: say.again(conductRules[key].name),
          detail: say.number(conductRules[key].weight),
        }))}
      />
      <p>
        {say(
          'A flag only asks for a look. However many come and whoever sends them, nothing is hidden by them: a moderator who sent none of them reads the text and decides.',
        )}
      </p>
      <p>
        {say(
          'Who flags somebody within {days} days of being flagged by them, or of a decision that followed, adds no weight, and the moderators see it; unless a flag of theirs on the same person was found right before. Everybody flags a text once, {perHour} texts in an hour and {perDay} in a day at most.',
          { days: retaliationDays, perHour, perDay },
        )}
      </p>
    </section>
  )
}

function Side(props: { totals: Totals; isOne: boolean }) {
  const say = useWords()
  const { totals, isOne } = props
  const { rows } = totals
  const contested = rows.reduce((sum, row) => sum + row.contested, 0)
  const upheld = rows.reduce((sum, row) => sum + row.upheld, 0)
  return (
    <section class="stack">
      <h2>
        {isOne
          ? say('The last twelve months')
          : totals.side === 'outside'
            ? say('The last twelve months, outside')
            : say('The last twelve months, inside')}
      </h2>
      <Stats
        stats={[
          { label: say('Flags'), value: totals.flags },
          {
            label: say('Texts looked at'),
            value: totals.decided,
            detail: say('{count} wait now', { count: totals.waiting }),
          },
          { label: say('Median time to a decision'), ...hours(say, totals.medianHours) },
          { label: say('Appeals upheld'), value: upheld, detail: say('of {number} contested', { number: contested }) },
        ]}
      />
      {rows.length === 0 ? (
        <p class="soft">{say('Nothing was decided in this time.')}</p>
      ) : (
        <Table
          caption={say('What was decided, by rule')}
          showCaption
          columns={[
            { label: say('Rule') },
            { label: say('Measure') },
            { label: say('Decided by') },
            { label: say('How often'), numeric: true },
            { label: say('Contested'), numeric: true },
            { label: say('Upheld'), numeric: true },
          ]}
          rows={rows.map((row) => [
            row.rule ? say.again(conductRules[row.rule].name) : say('None broken'),
            say.again(measureNames[row.measure]),
            row.isAutomated ? say('A check, without a person') : say('A person'),
            row.count,
            row.contested,
            row.upheld,
          ])}
        />
      )}
    </section>
  )
}

function hours(say: Say, median: number | null): { value: string; unit?: string; few?: boolean } {
  if (median === null) return { value: say('No decision yet'), few: true }
  if (median < 1) return { value: say.number(Math.max(1, Math.round(median * 60))), unit: say('min | minutes') }
  if (median < 48) return { value: say.number(Math.round(median)), unit: say('h | hours') }
  const count = Math.round(median / 24)
  return { value: say.number(count), unit: say('{count} days | their number stands before it', { count }) }
}

import { said } from '../../platform/languages/languages.ts'
import { PageHead } from '../../ui/page.tsx'
import { Empty } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { useWords } from '../../ui/words.tsx'
import type { Incident } from './incidents.ts'
import type { ProofRecord } from './records.ts'

/** The last proofs of the wall, and what the newest of them found. */
export function WallProofPage({ proofs, now }: { proofs: readonly ProofRecord[]; now: Date }) {
  const say = useWords()
  const newest = proofs.find((one) => one.report)?.report
  return (
    <>
      <PageHead
        title={say('Proof of the wall')}
        intro={say(
          'Every night Tango builds a company of made-up people in a database of its own, marks every text with a word of its own, and asks for everything as everybody. A word that reaches somebody who must not read it is an incident. There should be none.',
        )}
      />
      <div class="stack">
        {proofs.length === 0 ? (
          <Empty title={say('Not proved yet')} realm="inside">
            <p>{say('The first proof is made tonight. On the machine it is made at once by “tango prove-wall”.')}</p>
          </Empty>
        ) : (
          <Table
            caption={say('The last proofs, newest first')}
            columns={[
              { label: say('When') },
              { label: say('Incidents') },
              { label: say('Readers') },
              { label: say('Addresses') },
              { label: say('Answers') },
            ]}
            rows={proofs.map(({ at, report, problem }) => [
              <Time at={new Date(at)} now={now} form="long" />,
              report ? (
                <b>{report.found === 0 ? say('None | no incident') : report.found}</b>
              ) : (
                <span lang="en">{problem}</span>
              ),
              report?.readers.length ?? '',
              report?.addresses ?? '',
              report?.answers ?? '',
            ])}
          />
        )}
        {newest && newest.incidents.length > 0 ? (
          <Table
            caption={say('What the newest found')}
            columns={[{ label: say('How') }, { label: say('Reader') }, { label: say('Where') }, { label: say('What') }]}
            rows={newest.incidents.map((one) => [
              say.again(kinds[one.kind]),
              <span lang="en">{one.reader}</span>,
              <code>{one.address}</code>,
              <span lang="en">{one.what}</span>,
            ])}
          />
        ) : null}
      </div>
    </>
  )
}

/** What an incident came by. Reader and find are kept as the proof wrote them, in English. */
const kinds: Readonly<Record<Incident['kind'], string>> = {
  words: said('words | how an incident came'),
  bytes: said('bytes | how an incident came'),
  mail: said('mail | how an incident came'),
  live: said('live | how an incident came'),
  outbox: said('outbox | how an incident came'),
  failure: said('failure | how an incident came'),
}

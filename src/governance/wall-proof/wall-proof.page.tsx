import { PageHead } from '../../ui/page.tsx'
import { Empty } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import type { ProofRecord } from './records.ts'

/** The last proofs of the wall, and what the newest of them found. */
export function WallProofPage({ proofs, now }: { proofs: readonly ProofRecord[]; now: Date }) {
  const newest = proofs.find((one) => one.report)?.report
  return (
    <>
      <PageHead
        title="Proof of the wall"
        intro="Every night Tango builds a company of made-up people in a database of its own, marks every text with a word of its own, and asks for everything as everybody. A word that reaches somebody who must not read it is an incident. There should be none."
      />
      <div class="stack">
        {proofs.length === 0 ? (
          <Empty title="Not proved yet" realm="inside">
            <p>The first proof is made tonight. On the machine it is made at once by “tango prove-wall”.</p>
          </Empty>
        ) : (
          <Table
            caption="The last proofs, newest first"
            columns={[
              { label: 'When' },
              { label: 'Incidents' },
              { label: 'Readers' },
              { label: 'Addresses' },
              { label: 'Answers' },
            ]}
            rows={proofs.map(({ at, report, problem }) => [
              <Time at={new Date(at)} now={now} form="long" />,
              report ? <b>{report.found === 0 ? 'None' : report.found}</b> : problem,
              report?.readers.length ?? '',
              report?.addresses ?? '',
              report?.answers ?? '',
            ])}
          />
        )}
        {newest && newest.incidents.length > 0 ? (
          <Table
            caption="What the newest found"
            columns={[{ label: 'How' }, { label: 'Reader' }, { label: 'Where' }, { label: 'What' }]}
            rows={newest.incidents.map((one) => [one.kind, one.reader, <code>{one.address}</code>, one.what])}
          />
        ) : null}
      </div>
    </>
  )
}

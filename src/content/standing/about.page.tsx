import { perkEchoDays } from '../../people/disclosure/disclosure.ts'
import { PageHead } from '../../ui/page.tsx'
import { Card } from '../../ui/surface.tsx'
import { Facts, Table } from '../../ui/table.tsx'
import {
  acceptedPoints,
  endorsedPoints,
  levelRules,
  mostAcceptedOfOne,
  mostThanksOfOne,
  mutualPoints,
  thanksPoints,
} from './rules.ts'

/** How standing is earned and what it lets somebody do: the rules that the program itself counts by. */
export function AboutStandingPage(props: { company: string }) {
  const { company } = props
  return (
    <>
      <PageHead
        title="How standing is counted"
        voice
        intro="Members who help others earn standing. It is counted from what others say of their answers, by these rules and no others."
      />
      <div class="stack">
        <Card title="What earns points">
          <Facts
            facts={[
              { term: 'Somebody says that your answer helped', detail: `${thanksPoints} points` },
              {
                term: 'Somebody whom you thank as often',
                detail: `${mutualPoints} point: what two people do for each other counts half`,
              },
              { term: 'Somebody accepts your answer', detail: `${acceptedPoints} points` },
              { term: `${company} makes your answer official`, detail: `${endorsedPoints} points` },
            ]}
          />
        </Card>
        <Card title="What does not count">
          <div class="text">
            <ul>
              <li>What you say of your own answers.</li>
              <li>
                More than {mostThanksOfOne} thanks or {mostAcceptedOfOne} accepted answers of one and the same person.
              </li>
              <li>
                Anything that not everybody on the web can read: only what anybody can check counts. What was recalled,
                hidden or removed counts no more, nor does what somebody said whose account is closed.
              </li>
              <li>What employees of {company} write: helping is their work.</li>
            </ul>
          </div>
        </Card>
        <Table
          caption="The levels"
          showCaption
          columns={[{ label: 'Level' }, { label: 'Points' }, { label: 'Thanked by' }, { label: 'May' }]}
          rows={levelRules.map((rule) => [
            rule.name,
            rule.points === 0 ? 'none' : `${rule.points}`,
            rule.people === 0 ? 'nobody yet' : `${rule.people} people`,
            rule.may,
          ])}
        />
        <Card title="What standing never does">
          <div class="text">
            <p>
              It lets nobody read anything that they could not read without it, and it is not for sale. When {company}{' '}
              gives a member something, it is recorded and told at everything that they write here, for as long as they
              have it and {perkEchoDays} days after.
            </p>
            <p>Points are counted anew from what happened, at least every night. What is taken back is taken off.</p>
          </div>
        </Card>
      </div>
    </>
  )
}

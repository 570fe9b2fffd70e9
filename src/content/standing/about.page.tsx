import { perkEchoDays } from '../../people/disclosure/disclosure.ts'
import { PageHead } from '../../ui/page.tsx'
import { Card } from '../../ui/surface.tsx'
import { Facts, Table } from '../../ui/table.tsx'
import { useWords } from '../../ui/words.tsx'
import {
  acceptedPoints,
  endorsedPoints,
  flagFactor,
  levelRules,
  mostAcceptedOfOne,
  mostThanksOfOne,
  mutualPoints,
  thanksPoints,
} from './rules.ts'

/** How standing is earned and what it lets somebody do: the rules that the program itself counts by. */
export function AboutStandingPage(props: { company: string }) {
  const say = useWords()
  const { company } = props
  return (
    <>
      <PageHead
        title={say('How standing is counted')}
        voice
        intro={say(
          'Members who help others earn standing. It is counted from what others say of their answers, by these rules and no others.',
        )}
      />
      <div class="stack">
        <Card title={say('What earns points')}>
          <Facts
            facts={[
              {
                term: say('Somebody says that your answer helped'),
                detail: say('{count} points', { count: thanksPoints }),
              },
              {
                term: say('Somebody whom you thank as often'),
                detail: say('{count} points: what two people do for each other counts half', { count: mutualPoints }),
              },
              { term: say('Somebody accepts your answer'), detail: say('{count} points', { count: acceptedPoints }) },
              {
                term: say('{company} makes your answer official', { company }),
                detail: say('{count} points', { count: endorsedPoints }),
              },
            ]}
          />
        </Card>
        <Card title={say('What does not count')}>
          <div class="text">
            <ul>
              <li>{say('What you say of your own answers.')}</li>
              <li>
                {say('More than {thanks} thanks or {accepted} accepted answers of one and the same person.', {
                  thanks: mostThanksOfOne,
                  accepted: mostAcceptedOfOne,
                })}
              </li>
              <li>
                {say(
                  'Anything that not everybody on the web can read: only what anybody can check counts. What was recalled, hidden or removed counts no more, nor does what somebody said whose account is closed.',
                )}
              </li>
              <li>{say('What employees of {company} write: helping is their work.', { company })}</li>
            </ul>
          </div>
        </Card>
        <Table
          caption={say('The levels')}
          showCaption
          columns={[
            { label: say('Level') },
            { label: say('Points') },
            { label: say('Thanked by') },
            { label: say('May | what somebody is allowed to do') },
          ]}
          rows={levelRules.map((rule) => [
            say.again(rule.name),
            rule.points === 0 ? say('none | points') : say.number(rule.points),
            rule.people === 0 ? say('nobody yet') : say('{count} people', { count: rule.people }),
            say.again(rule.may),
          ])}
        />
        <Card title={say('What a flag of long standing does')}>
          <div class="text">
            <p>
              {say(
                'In public spaces the flag of a Guide or a Champion counts {factor} times when moderators choose what to look at first. It never hides anything by itself: a moderator reads the text and decides.',
                { factor: flagFactor },
              )}{' '}
              <a href="/about/moderation#flags">{say('How flags are weighed')}</a>
            </p>
          </div>
        </Card>
        <Card title={say('What standing never does')}>
          <div class="text">
            <p>
              {say(
                'It lets nobody read anything that they could not read without it, and it is not for sale. When {company} gives a member something, it is recorded and told at everything that they write here, for as long as they have it and {days} days after.',
                { company, days: perkEchoDays },
              )}
            </p>
            <p>
              {say(
                'Points are counted anew from what happened, at least every night. What is taken back is taken off.',
              )}
            </p>
          </div>
        </Card>
      </div>
    </>
  )
}

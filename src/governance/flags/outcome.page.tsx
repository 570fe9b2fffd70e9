import { LinkButton } from '../../ui/button.tsx'
import { PageHead } from '../../ui/page.tsx'
import { Card, Notebox } from '../../ui/surface.tsx'
import { Facts } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { conductRules } from '../moderation/moderation.ts'
import type { Outcome } from './flags.ts'

/** What came of a flag, for who made it: what was done with the text, under which rule, and why. */
export function OutcomePage(props: { outcome: Outcome; address?: string; now: Date }) {
  const { outcome, now } = props
  const { measure, rule, reason } = outcome
  return (
    <>
      <PageHead
        title="What came of your flag"
        intro={
          <>
            You flagged {outcome.replyId === null ? 'a text' : 'a reply'}{' '}
            <Time at={outcome.flaggedAt} now={now} form="long" />. Thank you for looking after this place.
          </>
        }
      />
      <div class="stack thread-column">
        {outcome.undoneAt ? (
          <Notebox icon="arrow-counter-clockwise" role="status">
            It was looked at once more and undone, <Time at={outcome.undoneAt} now={now} form="long" />.
          </Notebox>
        ) : null}
        <Card title="What and why">
          <Facts
            facts={[
              { term: 'What', detail: did[measure ?? 'none'] },
              { term: 'When', detail: <Time at={outcome.decidedAt} now={now} form="long" /> },
              ...(reason ? [{ term: 'Why', detail: reason }] : []),
              { term: 'Your flag named', detail: conductRules[outcome.named].name },
              ...(rule
                ? [{ term: 'Decided under', detail: `${conductRules[rule].name}. ${conductRules[rule].text}` }]
                : []),
              { term: 'Who decided', detail: 'A moderator of this community, and no machine' },
            ]}
          />
        </Card>
        {measure === null ? <p class="soft">You can flag it again when its text changes.</p> : null}
        <p class="row">
          {props.address ? <LinkButton href={props.address}>Read it in place</LinkButton> : null}
          <LinkButton kind="quiet" href="/about/moderation">
            The rules, and what was decided in numbers
          </LinkButton>
        </p>
      </div>
    </>
  )
}

const did = {
  hide: 'The text is hidden. Its author and the moderators still read it.',
  remove: 'The text is removed. A marker stands in its place.',
  none: 'The text stays there: as the moderator saw it, it keeps to the rules.',
} as const

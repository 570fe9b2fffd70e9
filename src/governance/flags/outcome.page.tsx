import { said } from '../../platform/languages/languages.ts'
import { LinkButton } from '../../ui/button.tsx'
import { PageHead } from '../../ui/page.tsx'
import { Card, Notebox } from '../../ui/surface.tsx'
import { Facts } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { useWords } from '../../ui/words.tsx'
import { conductRules } from '../moderation/moderation.ts'
import type { Outcome } from './flags.ts'

/** What came of a flag, for who made it: what was done with the text, under which rule, and why. */
export function OutcomePage(props: { outcome: Outcome; address?: string; now: Date }) {
  const say = useWords()
  const { outcome, now } = props
  const when = <Time at={outcome.flaggedAt} now={now} form="long" />
  const { measure, rule, reason } = outcome
  return (
    <>
      <PageHead
        title={say('What came of your flag')}
        intro={
          outcome.replyId === null
            ? say.with('You flagged a text {when}. Thank you for looking after this place.', { when })
            : say.with('You flagged a reply {when}. Thank you for looking after this place.', { when })
        }
      />
      <div class="stack thread-column">
        {outcome.undoneAt ? (
          <Notebox icon="arrow-counter-clockwise" role="status">
            {say.with('It was looked at once more and undone, {when}.', {
              when: <Time at={outcome.undoneAt} now={now} form="long" />,
            })}
          </Notebox>
        ) : null}
        <Card title={say('What and why')}>
          <Facts
            facts={[
              { term: say('What'), detail: say.again(did[measure ?? 'none']) },
              { term: say('When'), detail: <Time at={outcome.decidedAt} now={now} form="long" /> },
              ...(reason ? [{ term: say('Why'), detail: <bdi>{reason}</bdi> }] : []),
              { term: say('Your flag named'), detail: say.again(conductRules[outcome.named].name) },
              ...(rule
                ? [
                    {
                      term: say('Decided under'),
                      detail: `${say.again(conductRules[rule].name)}. ${say.again(conductRules[rule].text)}`,
                    },
                  ]
                : []),
              { term: say('Who decided'), detail: say('A moderator of this community, and no machine') },
            ]}
          />
        </Card>
        {measure === null ? <p class="soft">{say('You can flag it again when its text changes.')}</p> : null}
        <p class="row">
          {props.address ? <LinkButton href={props.address}>{say('Read it in place')}</LinkButton> : null}
          <LinkButton kind="quiet" href="/about/moderation">
            {say('The rules, and what was decided in numbers')}
          </LinkButton>
        </p>
      </div>
    </>
  )
}

const did = {
  hide: said('The text is hidden. Its author and the moderators still read it.'),
  remove: said('The text is removed. A marker stands in its place.'),
  none: said('The text stays there: as the moderator saw it, it keeps to the rules.'),
} as const

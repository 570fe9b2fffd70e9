import { AsideSection } from '../../ui/page.tsx'
import { type Moment, Timeline } from '../../ui/timeline.tsx'
import { Time } from '../../ui/time.tsx'
import { ActionButton } from '../../ui/button.tsx'
import { Facts } from '../../ui/table.tsx'
import { useWords } from '../../ui/words.tsx'
import { excerpt } from '../../platform/text/markdown.ts'
import type { Say } from '../../platform/languages/languages.ts'
import type { Drawing } from './idea.page.tsx'
import { stageWords } from '../ideas/ideas.ts'
import { actionBase, dayWords } from './idea-words.ts'

/** Beside an idea: its way, its votes as numbers, and what other features know of it. */
export function IdeaAside(props: { drawing: Drawing }) {
  const say = useWords()
  const { drawing } = props
  return (
    <aside aria-label={say('About this idea')}>
      <AsideSection title={say('What came of it')}>
        <Timeline moments={momentsOf(say, drawing)} />
      </AsideSection>
      <AsideSection title={say('Votes')}>
        <VoteFacts drawing={drawing} />
      </AsideSection>
      {drawing.panels}
    </aside>
  )
}

function momentsOf(say: Say, drawing: Drawing): Moment[] {
  const { view, now, company } = drawing
  const { thread } = view.idea
  const name = view.people.get(thread.authorId)?.displayName ?? say('A former member')
  const outside = thread.realm === 'outside'
  return [
    {
      realm: thread.realm,
      title: say('{name} posts it', { name }),
      when: <Time at={thread.createdAt} now={now} />,
    },
    ...view.changes.map((change): Moment => {
      const by = change.changedBy === null ? undefined : view.people.get(change.changedBy)?.displayName
      const official = by && outside ? say('{name} for {company}', { name: by, company }) : by
      const who = official ?? (outside ? company : 'Tango')
      const next =
        change.answerBy === null ? '' : say('Next answer by {day}.', { day: dayWords(say, change.answerBy, now) })
      const part = change.part === null ? '' : excerpt(change.part, 160)
      const reason = excerpt(change.reason, 160)
      return {
        icon: 'seal-check',
        title: say.again(stageWords[change.stage]),
        text: (
          <>
            {part === '' ? null : (
              <>
                {say('Done so far:')} <bdi>{part}</bdi>
                <br />
              </>
            )}
            {reason === '' ? null : <bdi>{reason}</bdi>} {next}
          </>
        ),
        when: (
          <>
            <bdi>{who}</bdi>, <Time at={change.changedAt} now={now} />
          </>
        ),
      }
    }),
  ]
}

function VoteFacts(props: { drawing: Drawing }) {
  const say = useWords()
  const { view, company, now } = props.drawing
  const { votes, thread } = view.idea
  const outside = thread.realm === 'outside'
  const staff = votes.staff.promoted + votes.staff.demoted
  return (
    <>
      <Facts
        facts={[
          { term: say('Promoted'), detail: votes.promoted },
          { term: say('Demoted'), detail: votes.demoted },
          ...(votes.imported === 0 ? [] : [{ term: say('Brought along'), detail: votes.imported }]),
          ...(outside && staff > 0
            ? [
                {
                  term: say('At {company}', { company }),
                  detail: say('{promoted} for, {demoted} against', {
                    promoted: votes.staff.promoted,
                    demoted: votes.staff.demoted,
                  }),
                },
              ]
            : []),
        ]}
      />
      <p class="small muted mt3">
        {[
          say('A vote loses half its weight in {count} days.', { count: view.halfLifeDays }),
          outside && staff > 0 && say('Votes of those who work at {company} are not in the sum.', { company }),
          view.boosts.length === 0 && say('No boost by {company}.', { company }),
        ]
          .filter(Boolean)
          .join(' ')}
      </p>
      {view.boosts.map((boost) => (
        <div class="notebox mt3">
          <p class="small">
            <b>{say('Boosted by {company} like {count} votes', { company, count: boost.weight })}</b>{' '}
            <span class="muted">
              <bdi>{view.people.get(boost.givenBy)?.displayName ?? say('A former colleague')}</bdi>,{' '}
              <Time at={boost.givenAt} now={now} />
            </span>
          </p>
          <p class="small" dir="auto">
            {boost.reason}
          </p>
          {view.may.setStage ? (
            <ActionButton
              kind="quiet"
              size="s"
              action={`${actionBase(thread)}/unboost`}
              fields={{ boost: String(boost.id) }}
            >
              {say('End this boost')}
            </ActionButton>
          ) : null}
        </div>
      ))}
    </>
  )
}

import { AsideSection } from '../../ui/page.tsx'
import { type Moment, Timeline } from '../../ui/timeline.tsx'
import { Time } from '../../ui/time.tsx'
import { ActionButton } from '../../ui/button.tsx'
import { Facts } from '../../ui/table.tsx'
import type { Drawing } from './idea.page.tsx'
import { stageWords } from '../ideas/ideas.ts'
import { actionBase, counted, dayWords } from './idea-words.ts'

/** Beside an idea: its way, its votes as numbers, and what other features know of it. */
export function IdeaAside(props: { drawing: Drawing }) {
  const { drawing } = props
  return (
    <aside aria-label="About this idea">
      <AsideSection title="What came of it">
        <Timeline moments={momentsOf(drawing)} />
      </AsideSection>
      <AsideSection title="Votes">
        <VoteFacts drawing={drawing} />
      </AsideSection>
      {drawing.panels}
    </aside>
  )
}

function momentsOf(drawing: Drawing): Moment[] {
  const { view, now, company } = drawing
  const { thread } = view.idea
  const name = view.people.get(thread.authorId)?.displayName ?? 'A former member'
  const outside = thread.realm === 'outside'
  return [
    {
      realm: thread.realm,
      title: `${name} posts it`,
      when: <Time at={thread.createdAt} now={now} />,
    },
    ...view.changes.map((change): Moment => {
      const by = change.changedBy === null ? undefined : view.people.get(change.changedBy)?.displayName
      const who = by ? `${by}${outside ? ` for ${company}` : ''}` : outside ? company : 'Tango'
      const next = change.answerBy === null ? '' : ` Next answer by ${dayWords(change.answerBy, now)}.`
      const words = [change.part, change.reason].filter(Boolean).join(' ')
      const short = words.length > 160 ? `${words.slice(0, 157)}…` : words
      return {
        icon: 'seal-check',
        title: stageWords[change.stage],
        text: `${short}${next}`,
        when: (
          <>
            {who}, <Time at={change.changedAt} now={now} />
          </>
        ),
      }
    }),
  ]
}

function VoteFacts(props: { drawing: Drawing }) {
  const { view, company, now } = props.drawing
  const { votes, thread } = view.idea
  const outside = thread.realm === 'outside'
  const staff = votes.staff.promoted + votes.staff.demoted
  return (
    <>
      <Facts
        facts={[
          { term: 'Promoted', detail: votes.promoted },
          { term: 'Demoted', detail: votes.demoted },
          ...(votes.imported === 0 ? [] : [{ term: 'Brought along', detail: votes.imported }]),
          ...(outside && staff > 0
            ? [{ term: `At ${company}`, detail: `${votes.staff.promoted} for, ${votes.staff.demoted} against` }]
            : []),
        ]}
      />
      <p class="small muted mt3">
        A vote loses half its weight in {view.halfLifeDays} days.
        {outside && staff > 0 ? ` Votes of those who work at ${company} are not in the sum.` : ''}
        {view.boosts.length === 0 ? ` No boost by ${company}.` : ''}
      </p>
      {view.boosts.map((boost) => (
        <div class="notebox mt3">
          <p class="small">
            <b>
              Boosted by {company} like {counted(boost.weight, 'vote')}
            </b>{' '}
            <span class="muted">
              {view.people.get(boost.givenBy)?.displayName ?? 'A former colleague'},{' '}
              <Time at={boost.givenAt} now={now} />
            </span>
          </p>
          <p class="small">{boost.reason}</p>
          {view.may.setStage ? (
            <ActionButton
              kind="quiet"
              size="s"
              action={`${actionBase(thread)}/unboost`}
              fields={{ boost: String(boost.id) }}
            >
              End this boost
            </ActionButton>
          ) : null}
        </div>
      ))}
    </>
  )
}

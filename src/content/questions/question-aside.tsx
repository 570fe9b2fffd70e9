import type { ComponentChildren } from 'preact'
import { AsideSection } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'
import { type Moment, Timeline } from '../../ui/timeline.tsx'
import { threadAddress } from '../threads/threads.ts'
import type { Drawing } from './answers.parts.tsx'
import { problemStates } from './questions.ts'
import { counted } from './questions.parts.tsx'

/** Beside a question: what came of it, what concerns this viewer, and what is near. */
export function QuestionAside(props: { drawing: Drawing; own: ComponentChildren; staff: ComponentChildren }) {
  const { near } = props.drawing.question
  return (
    <aside aria-label="About this question">
      <AsideSection title="What came of it">
        <Timeline moments={momentsOf(props.drawing)} />
      </AsideSection>
      {props.own}
      {props.staff}
      {near.length > 0 ? (
        <AsideSection title="Near this">
          <ul role="list" class="links">
            {near.map((thread) => (
              <li>
                <a href={threadAddress(thread)}>{thread.title}</a>
                <span>
                  {thread.kind === 'duplicate' ? 'the same question, ' : ''}
                  {counted(thread.answerCount, 'answer')}
                </span>
              </li>
            ))}
          </ul>
        </AsideSection>
      ) : null}
    </aside>
  )
}

/** What everybody may see of a question's way: asked, answered, chosen. */
function momentsOf(drawing: Drawing): Moment[] {
  const { question, company, now } = drawing
  const { thread, acceptance, sameHere, official } = question
  const name = question.people.get(thread.authorId)?.displayName ?? 'A former member'
  const { first } = question.part
  const when = (at: Date) => <Time at={at} now={now} />
  const moments: (Moment & { at: Date })[] = [
    {
      at: thread.createdAt,
      realm: 'outside',
      title: question.problem ? `${name} reports it` : `${name} asks`,
      ...(sameHere.count > 0 && {
        text: sameHere.count === 1 ? 'and 1 other has the same' : `and ${sameHere.count} others have the same`,
      }),
      when: when(thread.createdAt),
    },
  ]
  if (first && first.id !== official?.answerId) {
    const author = question.people.get(first.authorId)?.displayName ?? 'A former member'
    moments.push({
      at: first.createdAt,
      icon: 'chat-circle',
      title: `${author} answers`,
      when: when(first.createdAt),
    })
  }
  if (official) {
    const at = official.markedAt
    moments.push({ at, icon: 'seal-check', title: `${company} answers`, when: when(at) })
  }
  for (const { toState, note, changedAt } of question.problem?.changes ?? []) {
    moments.push({ at: changedAt, icon: 'wrench', title: problemStates[toState], text: note, when: when(changedAt) })
  }
  if (acceptance)
    moments.push({
      at: acceptance.acceptedAt,
      icon: 'check-circle',
      title: `${name} accepts an answer`,
      when: when(acceptance.acceptedAt),
    })
  return moments.toSorted((a, b) => a.at.getTime() - b.at.getTime()).map(({ at: _at, ...moment }) => moment)
}

import type { ComponentChildren } from 'preact'
import type { Say } from '../../platform/languages/languages.ts'
import { AsideSection } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'
import { type Moment, Timeline } from '../../ui/timeline.tsx'
import { useWords } from '../../ui/words.tsx'
import { threadAddress } from '../threads/threads.ts'
import type { Drawing } from './answers.parts.tsx'
import { problemStates } from './questions.ts'

/** Beside a question: what came of it, what concerns this viewer, and what is near. */
export function QuestionAside(props: { drawing: Drawing; own: ComponentChildren; staff: ComponentChildren }) {
  const say = useWords()
  const { near } = props.drawing.question
  return (
    <aside aria-label={say('About this question')}>
      <AsideSection title={say('What came of it')}>
        <Timeline moments={momentsOf(say, props.drawing)} />
      </AsideSection>
      {props.own}
      {props.staff}
      {near.length > 0 ? (
        <AsideSection title={say('Near this')}>
          <ul role="list" class="links">
            {near.map((thread) => (
              <li>
                <a href={threadAddress(thread)} dir="auto">
                  {thread.title}
                </a>
                <span>
                  {thread.kind === 'duplicate'
                    ? say('the same question, {count} answers', { count: thread.answerCount })
                    : say('{count} answers', { count: thread.answerCount })}
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
function momentsOf(say: Say, drawing: Drawing): Moment[] {
  const { question, company, now } = drawing
  const { thread, acceptance, sameHere, official } = question
  const name = question.people.get(thread.authorId)?.displayName ?? say('A former member')
  const { first } = question.part
  const when = (at: Date) => <Time at={at} now={now} />
  const moments: (Moment & { at: Date })[] = [
    {
      at: thread.createdAt,
      realm: 'outside',
      title: question.problem ? say('{name} reports it', { name }) : say('{name} asks', { name }),
      ...(sameHere.count > 0 && {
        text: say('and {count} others have the same', { count: sameHere.count }),
      }),
      when: when(thread.createdAt),
    },
  ]
  if (first && first.id !== official?.answerId) {
    const author = question.people.get(first.authorId)?.displayName ?? say('A former member')
    moments.push({
      at: first.createdAt,
      icon: 'chat-circle',
      title: say('{name} answers', { name: author }),
      when: when(first.createdAt),
    })
  }
  if (official) {
    const at = official.markedAt
    moments.push({ at, icon: 'seal-check', title: say('{name} answers', { name: company }), when: when(at) })
  }
  for (const { toState, note, changedAt } of question.problem?.changes ?? []) {
    moments.push({
      at: changedAt,
      icon: 'wrench',
      title: say.again(problemStates[toState]),
      text: <bdi>{note}</bdi>,
      when: when(changedAt),
    })
  }
  if (acceptance)
    moments.push({
      at: acceptance.acceptedAt,
      icon: 'check-circle',
      title: say('{name} accepts an answer', { name }),
      when: when(acceptance.acceptedAt),
    })
  return moments.toSorted((a, b) => a.at.getTime() - b.at.getTime()).map(({ at: _at, ...moment }) => moment)
}

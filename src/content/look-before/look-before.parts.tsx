import './elements.ts'
import type { Say } from '../../platform/languages/languages.ts'
import { useWords } from '../../ui/words.tsx'
import { threadAddress } from '../threads/threads.ts'
import type { Likely } from './look-before.ts'

/**
 * Stands in the form of a question, under its title. With script it shows likely answers while the title is being
 * typed; without, the form carries a mark that asks for the step in between.
 */
export function LookBefore() {
  const say = useWords()
  return (
    <>
      <tango-look
        data-like="/questions/like"
        data-answered="/questions/like/answered"
        data-undo="/questions/like/undo"
        data-words={say.language === 'en' ? undefined : JSON.stringify(scriptWords(say))}
      />
      <noscript>
        <input type="hidden" name="look" value="yes" />
      </noscript>
    </>
  )
}

/** What the script says by itself. */
function scriptWords(say: Say) {
  return {
    answered: say('Good that it is answered. Nothing was posted, and what you wrote is set aside.'),
    read: say('Read the answer'),
    undo: say('Undo'),
    failed: say('That could not be counted. Nothing was lost.'),
  }
}

/** What stands at a likely answer: the beginning of the answer itself where there is one that was marked. */
export function likelyNote(say: Say, { thread, best }: Likely): string {
  if (best?.kind === 'official') return say('Official answer: {text}', { text: best.text })
  if (best) return say('Accepted answer: {text}', { text: best.text })
  return thread.answerCount === 0 ? say('No answer yet') : say('{count} answers', { count: thread.answerCount })
}

/** The likely answers as the element shows them; nothing when there are none. */
export function LikelyAnswers(props: { likely: readonly Likely[] }) {
  const say = useWords()
  const { likely } = props
  if (likely.length === 0) return null
  return (
    <>
      <p class="small">
        <b>{likely.length === 1 ? say('Somebody asked something like it') : say('Others asked something like it')}</b>
      </p>
      <ul role="list" class="links">
        {likely.map((one) => (
          <li>
            <a href={threadAddress(one.thread)} target="_blank" rel="noopener">
              <bdi>{one.thread.title}</bdi>
              <span class="vh"> {say('(opens in a new tab)')}</span>
            </a>
            <span>{likelyNote(say, one)}</span>
            <span>
              <button
                type="button"
                class="btn quiet s"
                data-thread={one.thread.id}
                data-href={threadAddress(one.thread)}
              >
                {say.with('This answered it<more>: {title}</more>', {
                  more: (words) => <span class="vh">{words}</span>,
                  title: <bdi>{one.thread.title}</bdi>,
                })}
              </button>
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}

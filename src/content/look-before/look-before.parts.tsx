import './elements.ts'
import { threadAddress } from '../threads/threads.ts'
import type { Likely } from './look-before.ts'

/**
 * Stands in the form of a question, under its title. With script it shows likely answers while the title is being
 * typed; without, the form carries a mark that asks for the step in between.
 */
export function LookBefore() {
  return (
    <>
      <tango-look
        data-like="/questions/like"
        data-answered="/questions/like/answered"
        data-undo="/questions/like/undo"
      />
      <noscript>
        <input type="hidden" name="look" value="yes" />
      </noscript>
    </>
  )
}

/** What stands at a likely answer: the beginning of the answer itself where there is one that was marked. */
export function likelyNote({ thread, best }: Likely): string {
  if (best) return `${best.kind === 'official' ? 'Official answer' : 'Accepted answer'}: ${best.text}`
  if (thread.answerCount === 0) return 'No answer yet'
  return thread.answerCount === 1 ? '1 answer' : `${thread.answerCount} answers`
}

/** The likely answers as the element shows them; nothing when there are none. */
export function LikelyAnswers(props: { likely: readonly Likely[] }) {
  const { likely } = props
  if (likely.length === 0) return null
  return (
    <>
      <p class="small">
        <b>{likely.length === 1 ? 'Somebody asked something like it' : 'Others asked something like it'}</b>
      </p>
      <ul role="list" class="links">
        {likely.map((one) => (
          <li>
            <a href={threadAddress(one.thread)} target="_blank" rel="noopener">
              {one.thread.title}
              <span class="vh"> (opens in a new tab)</span>
            </a>
            <span>{likelyNote(one)}</span>
            <span>
              <button
                type="button"
                class="btn quiet s"
                data-thread={one.thread.id}
                data-href={threadAddress(one.thread)}
              >
                This answered it<span class="vh">: {one.thread.title}</span>
              </button>
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}

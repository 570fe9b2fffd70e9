import type { ComponentChildren } from 'preact'
import { Button, LinkButton } from '../../ui/button.tsx'
import { PageHead } from '../../ui/page.tsx'
import { Card } from '../../ui/surface.tsx'
import { useWords } from '../../ui/words.tsx'
import { type Thread, threadAddress } from '../threads/threads.ts'
import { likelyNote } from './look-before.parts.tsx'
import type { DeflectionId, Likely } from './look-before.ts'

type Typed = Readonly<Record<string, string>>

/** A form that carries what was typed along, so that nothing is lost on the way. */
function Carrying(props: { action: string; typed: Typed; children: ComponentChildren }) {
  return (
    <form method="post" action={props.action} class="inline">
      {Object.entries(props.typed).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      {props.children}
    </form>
  )
}

/** The step between writing and posting where there is no script: what others asked. */
export function LookPage(props: { likely: readonly Likely[]; typed: Typed }) {
  const say = useWords()
  const { likely } = props
  const { look: _, act: __, undo: ___, ...typed } = props.typed
  return (
    <>
      <PageHead
        title={say('Here is what others asked')}
        voice
        intro={say('Your question is not posted yet. Nothing of it is lost, whichever way you go.')}
      />
      <div class="stack">
        {likely.map((one) => (
          <Card
            title={
              <a href={threadAddress(one.thread)} dir="auto">
                {one.thread.title}
              </a>
            }
          >
            <div class="stack-s">
              <p class="soft">{likelyNote(say, one)}</p>
              <Carrying action="/questions/like/answered" typed={{ ...typed, thread: String(one.thread.id) }}>
                <Button
                  size="s"
                  icon="check-circle"
                  label={say('This answered it: {title}', { title: one.thread.title })}
                >
                  {say('This answered it')}
                </Button>
              </Carrying>
            </div>
          </Card>
        ))}
        <div class="row">
          <Carrying action="/questions/ask" typed={{ ...typed, look: 'done' }}>
            <Button kind="primary">{say('None of these, post my question')}</Button>
          </Carrying>
          <Carrying action="/questions/ask" typed={{ ...typed, act: 'preview' }}>
            <Button kind="quiet">{say('Back to writing')}</Button>
          </Carrying>
        </div>
      </div>
    </>
  )
}

/** After "this answered it": nothing was posted, and it can be undone. */
export function AnsweredPage(props: { thread: Thread; id: DeflectionId; typed: Typed }) {
  const say = useWords()
  const { thread: _, ...typed } = props.typed
  return (
    <>
      <PageHead
        title={say('Good that it is answered')}
        voice
        intro={say('Nothing was posted, and what you wrote is set aside.')}
      />
      <div class="row">
        <LinkButton kind="primary" href={threadAddress(props.thread)}>
          {say('Read the answer')}
        </LinkButton>
        <Carrying action="/questions/ask" typed={{ ...typed, act: 'preview', undo: String(props.id) }}>
          <Button kind="quiet" icon="arrow-counter-clockwise">
            {say('Undo, back to what I wrote')}
          </Button>
        </Carrying>
      </div>
    </>
  )
}

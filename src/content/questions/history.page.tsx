import { PageHead } from '../../ui/page.tsx'
import { Card } from '../../ui/surface.tsx'
import { Time } from '../../ui/time.tsx'
import { useWords } from '../../ui/words.tsx'
import { Acts } from '../threads/threads.parts.tsx'
import type { Act } from '../threads/threads.ts'
import { wordDiff } from './word-diff.ts'

/** One state of a text, with when it was written and by whom. */
export interface Version {
  readonly title: string | null
  readonly body: string
  readonly writtenAt: Date
  readonly writtenBy: string
}

/** How a text came to be what it is: newest first, each version with what changed from the one before. */
export function HistoryPage(props: {
  title: string
  back: { href: string; label: string }
  versions: readonly Version[]
  /** What was done with the thread. */
  acts?: readonly Act[]
  now: Date
}) {
  const say = useWords()
  const { versions } = props
  return (
    <>
      <PageHead
        title={props.title}
        voice
        intro={
          versions.length > 1
            ? say('Newest first. What was added is underlined, what was taken away is struck through.')
            : say('This text was never changed.')
        }
      />
      <p>
        <a href={props.back.href} dir="auto">
          {props.back.label}
        </a>
      </p>
      <Acts acts={props.acts ?? []} now={props.now} />
      {versions.map((version, index) => (
        <section class="mt4" id={`version-${versions.length - index}`}>
          <Card
            title={
              index === versions.length - 1
                ? say.with('First written by {name}, {when}', whoAndWhen(version, props.now))
                : say.with('Changed by {name}, {when}', whoAndWhen(version, props.now))
            }
          >
            <VersionText version={version} before={versions[index + 1]} />
          </Card>
        </section>
      ))}
    </>
  )
}

function whoAndWhen({ writtenBy, writtenAt }: Version, now: Date) {
  return { name: writtenBy, when: <Time at={writtenAt} now={now} form="long" /> }
}

function VersionText(props: { version: Version; before: Version | undefined }) {
  const { version, before } = props
  return (
    <div class="text" data-realm="outside" dir="auto">
      {version.title === null ? null : (
        <p>
          <b>
            <Changed before={before?.title ?? version.title} after={version.title} />
          </b>
        </p>
      )}
      <p>
        <Changed before={before?.body ?? version.body} after={version.body} />
      </p>
    </div>
  )
}

/** The later text as it was typed, with what went and what came; underline and strike-through need no colour. */
function Changed(props: { before: string; after: string }) {
  return (
    <>
      {wordDiff(props.before, props.after).map((piece) => {
        if (piece.kind === 'new') return <ins>{lines(piece.text)}</ins>
        return piece.kind === 'gone' ? <del>{lines(piece.text)}</del> : <span>{lines(piece.text)}</span>
      })}
    </>
  )
}

function lines(text: string) {
  return text.split('\n').map((line, index) => (
    <>
      {index > 0 ? <br /> : null}
      {line}
    </>
  ))
}

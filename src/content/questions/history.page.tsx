import { PageHead } from '../../ui/page.tsx'
import { Card } from '../../ui/surface.tsx'
import { Time } from '../../ui/time.tsx'
import { wordDiff } from './word-diff.ts'

/** One state of a text, with when it was written and by whom. */
export interface Version {
  readonly title: string | null
  readonly body: string
  readonly writtenAt: Date
  readonly writtenBy: string
}

/** How a text came to be what it is: newest first, each version with what changed from the one before. */
export function HistoryPage(props: { title: string; back: { href: string; label: string }; versions: readonly Version[]; now: Date }) {
  const { versions } = props
  return (
    <>
      <PageHead
        title={props.title}
        voice
        intro={
          versions.length > 1
            ? 'Newest first. What was added is underlined, what was taken away is struck through.'
            : 'This text was never changed.'
        }
      />
      <p>
        <a href={props.back.href}>{props.back.label}</a>
      </p>
      {versions.map((version, index) => (
        <section class="mt4" id={`version-${versions.length - index}`}>
          <Card
            title={
              <>
                {index === versions.length - 1 ? 'First written' : 'Changed'} by {version.writtenBy},{' '}
                <Time at={version.writtenAt} now={props.now} form="long" />
              </>
            }
          >
            <VersionText version={version} before={versions[index + 1]} />
          </Card>
        </section>
      ))}
    </>
  )
}

function VersionText(props: { version: Version; before: Version | undefined }) {
  const { version, before } = props
  return (
    <>
      {version.title === null ? null : (
        <h3 class="voice-title">
          <Changed before={before?.title ?? version.title} after={version.title} />
        </h3>
      )}
      <div class="text source" data-realm="outside">
        <Changed before={before?.body ?? version.body} after={version.body} />
      </div>
    </>
  )
}

function Changed(props: { before: string; after: string }) {
  return (
    <>
      {wordDiff(props.before, props.after).map((piece) => {
        if (piece.kind === 'new') return <ins>{piece.text}</ins>
        return piece.kind === 'gone' ? <del>{piece.text}</del> : <span>{piece.text}</span>
      })}
    </>
  )
}

import { Button, LinkButton } from '../../ui/button.tsx'
import { PageHead } from '../../ui/page.tsx'
import { Card } from '../../ui/surface.tsx'
import { Time } from '../../ui/time.tsx'
import { useWords } from '../../ui/words.tsx'
import type { Draft, DraftText } from './drafts.ts'

/** Without script: a text that does not go on from the newer draft that stands at its place. Either can be taken. */
export function NewerPage(props: { text: DraftText; newer: Draft; now: Date }) {
  const say = useWords()
  const { text, newer } = props
  const wordsIn = (fields: Readonly<Record<string, string>>) => fields.body ?? fields.text ?? fields.wording ?? ''
  return (
    <>
      <PageHead
        title={say('A newer draft stands here')}
        intro={say('You wrote at this place in another window meanwhile. Nothing is lost: choose which one to keep.')}
      />
      <div class="stack">
        <Card title={say('What you wrote just now')}>
          <p class="draft-text" dir="auto">
            {wordsIn(text.fields)}
          </p>
          <form method="post" action="/drafts">
            {Object.entries({ ...text.fields, 'draft-place': text.place, 'draft-path': text.path }).map(
              ([name, value]) => (
                <input type="hidden" name={name} value={value} />
              ),
            )}
            <input type="hidden" name="draft-version" value={newer.version} />
            <Button kind="primary">{say('Keep this one instead')}</Button>
          </form>
        </Card>
        <Card
          title={say.with('The other one, saved {when}', {
            when: <Time at={newer.savedAt} now={props.now} form="long" />,
          })}
        >
          <p class="draft-text" dir="auto">
            {wordsIn(newer.fields)}
          </p>
          <LinkButton href={`/drafts/${newer.id}`}>{say('Go on with the other')}</LinkButton>
        </Card>
      </div>
    </>
  )
}

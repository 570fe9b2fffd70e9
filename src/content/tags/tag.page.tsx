import type { PageOf } from '../../platform/cursor.ts'
import { LinkButton } from '../../ui/button.tsx'
import { PageHead } from '../../ui/page.tsx'
import { QuestionList } from '../questions/questions.parts.tsx'
import type { QuestionLine } from '../questions/questions.ts'
import { tagAddress } from './tags.ts'

/** Every question outside that carries a tag and that the viewer may read. */
export function TagPage(props: { name: string; page: PageOf<QuestionLine>; later: boolean; now: Date }) {
  return (
    <>
      <PageHead
        title={props.name}
        voice
        intro="Questions with this tag, newest first."
        actions={
          <LinkButton kind="primary" href={`/questions/ask?tags=${encodeURIComponent(props.name)}`}>
            Ask a question
          </LinkButton>
        }
      />
      <QuestionList page={props.page} now={props.now} here={tagAddress(props.name)} later={props.later} empty={null} />
    </>
  )
}

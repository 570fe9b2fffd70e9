import { CrossingReason } from '../../realms/crossings/crossings.parts.tsx'
import type { FormState } from '../../platform/http/form.ts'
import { CrossingButton, LinkButton } from '../../ui/button.tsx'
import { Crumbs, PageHead } from '../../ui/page.tsx'
import { useWords } from '../../ui/words.tsx'
import type { PublicPreview, TwinRoom } from './twins.ts'
import { AnswerPreview } from './words-part.tsx'

/** The second step: the same preview, the reason, and the button that does it. */
export function PublishPage(props: {
  room: TwinRoom
  preview: PublicPreview
  publisher: string
  render: (body: string) => string
  form: FormState
}) {
  const say = useWords()
  const { room, preview, form } = props
  const { twin } = room
  return (
    <>
      <PageHead
        title={say('Change the public stage')}
        intro={<bdi>{room.outer.thread.title}</bdi>}
        crumbs={
          <Crumbs
            label={say('You are here')}
            crumbs={[
              { label: say('Twins'), href: '/inside/twins' },
              { label: room.inner.thread.title, href: `/inside/twins/${twin.id}` },
              { label: say('Publish out') },
            ]}
          />
        }
      />
      <form method="post" action={`/inside/twins/${twin.id}/publish`}>
        <input type="hidden" name="words" value={String(preview.words.id)} />
        <input type="hidden" name="sha256" value={preview.sha256} />
        <AnswerPreview
          room={room}
          preview={preview}
          render={props.render}
          publisher={props.publisher}
          choice={{
            heading: say('Why it leaves'),
            children: (
              <CrossingReason
                form={form}
                label={say('Reason')}
                usual={say('Decided inside, and promised to those who voted')}
              />
            ),
          }}
          actions={
            <>
              <LinkButton href={`/inside/twins/${twin.id}#words`}>{say('Back to the twin')}</LinkButton>
              <CrossingButton direction="out">{say('Publish out')}</CrossingButton>
            </>
          }
        />
      </form>
    </>
  )
}

import { CrossingReason } from '../../realms/crossings/crossings.parts.tsx'
import type { FormState } from '../../platform/http/form.ts'
import { CrossingButton, LinkButton } from '../../ui/button.tsx'
import { Crumbs, PageHead } from '../../ui/page.tsx'
import { useWords } from '../../ui/words.tsx'
import { CargoPreview } from './cargo.tsx'
import type { SwarmRoom } from './swarms.ts'
import type { WordingPreview } from './wordings.ts'

/** The second step of publishing out: the same preview, the reason, and the button that does it. */
export function PublishPage(props: { room: SwarmRoom; preview: WordingPreview; publisher: string; form: FormState }) {
  const say = useWords()
  const { room, preview, form } = props
  const { swarm } = room
  return (
    <>
      <PageHead
        title={say('Publish out')}
        intro={<bdi>{room.question.thread.title}</bdi>}
        crumbs={
          <Crumbs
            label={say('You are here')}
            crumbs={[
              { label: say('Swarms'), href: '/inside/swarms' },
              { label: room.companion.title, href: `/inside/swarms/${swarm.id}` },
              { label: say('Publish out') },
            ]}
          />
        }
      />
      <form method="post" action={`/inside/swarms/${swarm.id}/publish`}>
        <input type="hidden" name="wording" value={String(preview.wording.id)} />
        <input type="hidden" name="sha256" value={preview.sha256} />
        <CargoPreview
          preview={preview}
          people={room.people}
          publisher={props.publisher}
          choice={{
            heading: say('Why it leaves'),
            children: (
              <CrossingReason
                form={form}
                label={say('Reason')}
                usual={say('Agreed in the swarm as the answer to this question')}
              />
            ),
          }}
          log={say(
            'Logged on both sides with your name, the time and the reason. It can be recalled, and a marker stays.',
          )}
          actions={
            <>
              <LinkButton href={`/inside/swarms/${swarm.id}#wording`}>{say('Back to the swarm')}</LinkButton>
              <CrossingButton direction="out">{say('Publish out')}</CrossingButton>
            </>
          }
        />
      </form>
    </>
  )
}

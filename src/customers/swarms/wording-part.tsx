import { editorOf } from '../../content/files/files.ts'
import { CrossingState } from '../../realms/crossings/crossings.parts.tsx'
import { ActionButton, CrossingButton, LinkButton } from '../../ui/button.tsx'
import { Composer } from '../../ui/composer.tsx'
import { Card } from '../../ui/surface.tsx'
import { Time } from '../../ui/time.tsx'
import { useWords } from '../../ui/words.tsx'
import type { SwarmPageProps } from './swarm.page.tsx'
import { agreementRule } from './swarms.ts'
import { CargoPreview } from './cargo.tsx'

/** The public wording: what would leave, who agreed, where to write another, and what has left already. */
export function WordingPart(props: SwarmPageProps) {
  const say = useWords()
  const { room, preview, form } = props
  const { swarm, participants } = room
  return (
    <>
      {preview ? (
        <div class="mt6">
          <CargoPreview
            preview={preview}
            people={room.people}
            publisher={undefined}
            actions={<WordingActions {...props} />}
            log={say('Nothing is sent yet. The next page shows it once more and asks for the reason.')}
          />
        </div>
      ) : null}
      {swarm.closedAt ? null : (
        <div class="mt6 stack-s" id="wording">
          <h2>{preview ? say('Another wording') : say('Propose a public wording')}</h2>
          <Composer
            realm="inside"
            action={`/inside/swarms/${swarm.id}/wordings`}
            formLabel={say('Propose a public wording')}
            label={say('The wording, as customers will read it')}
            name="wording"
            id="wording-text"
            placeholder={say('Write it as customers will read it')}
            submit={preview ? say('Propose this instead') : say('Propose this wording')}
            value={form.values.wording ?? preview?.wording.body ?? ''}
            error={form.errors.wording}
            fields={{ form: 'wording' }}
            audience={{
              word: say('Inside'),
              who: say('{number} in this swarm, until somebody publishes it out', { number: participants.length }),
            }}
            guide={say.again(agreementRule)}
            // No pictures here: an upload would be outside before the text is.
            editor={{ ...editorOf(room.question.space, `wording:${swarm.id}`), upload: undefined }}
          />
        </div>
      )}
      <Crossed {...props} />
    </>
  )
}

function WordingActions(props: SwarmPageProps) {
  const say = useWords()
  const { room, viewer } = props
  const preview = props.preview!
  const { wording, agreed, mayPublish } = preview
  const mine = viewer.kind === 'account' && viewer.id === wording.writtenBy
  const saidYes = viewer.kind === 'account' && wording.agreedBy.includes(viewer.id)
  return (
    <>
      {agreed.allowed && !mayPublish.allowed ? <span class="small">{say.again(mayPublish.because)}</span> : null}
      {agreed.allowed ? null : <span class="small">{say.again(agreed.because)}</span>}
      <LinkButton href="#wording">{say('Change the wording')}</LinkButton>
      {mine || saidYes ? null : (
        <ActionButton action={`/inside/swarms/${room.swarm.id}/wordings/${wording.id}/agree`} icon="check">
          {say('Agree to this wording')}
        </ActionButton>
      )}
      {agreed.allowed && mayPublish.allowed ? (
        <CrossingButton direction="out" href={`/inside/swarms/${room.swarm.id}/publish`}>
          {say('Publish out')}
        </CrossingButton>
      ) : null}
    </>
  )
}

function Crossed(props: SwarmPageProps) {
  const say = useWords()
  const crossings = [...props.room.crossings.values()].sort((a, b) => b.id - a.id)
  if (crossings.length === 0) return null
  return (
    <div class="mt6">
      <Card title={say('What crossed')}>
        <ul role="list" class="links">
          {crossings.map((crossing) => (
            <li>
              <a href={`/inside/crossings/${crossing.id}`}>
                {say.with('{when} by {name}', {
                  when: <Time at={crossing.happenedAt} now={props.now} form="long" />,
                  name: crossing.actedByName,
                })}
              </a>
              <span>
                <CrossingState crossing={crossing} /> <bdi>{crossing.reason}</bdi>
              </span>
            </li>
          ))}
        </ul>
      </Card>
    </div>
  )
}

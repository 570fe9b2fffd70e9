import { isOpenStage, stageWords } from '../../content/ideas/ideas.ts'
import { audienceWords } from '../../realms/audience/audience.ts'
import { Button, CrossingButton } from '../../ui/button.tsx'
import { CrossingPreview } from '../../ui/crossing.tsx'
import { Input, Textarea } from '../../ui/field.tsx'
import { Card, Notebox } from '../../ui/surface.tsx'
import { useWords } from '../../ui/words.tsx'
import { countWords } from './public-words.ts'
import type { TwinPageProps } from './twin.page.tsx'
import type { PublicPreview, TwinRoom } from './twins.ts'

/** Stage and public reason: what waits to go out, and the form that proposes it. */
export function WordsPart(props: TwinPageProps) {
  const say = useWords()
  const { room, preview, form } = props
  const [inside, outside] = [say.again(stageWords[room.inner.stage]), say.again(stageWords[room.outer.stage])]
  if (room.twin.endedAt) return null
  return (
    <section aria-labelledby="words-title" id="words" class="stack">
      <h2 id="words-title">{say('Stage and public reason')}</h2>
      {preview ? (
        preview.isOutdated ? (
          <Notebox icon="warning" tone="warn">
            <p>
              {say('Words wait for the stage “{stage}”, and the idea inside is now “{inside}”. Write them anew.', {
                stage: say.again(stageWords[preview.words.stage]),
                inside,
              })}
            </p>
          </Notebox>
        ) : (
          <AnswerPreview
            room={room}
            preview={preview}
            render={props.renderOutside}
            publisher={undefined}
            level={3}
            actions={
              preview.mayPublish.allowed ? (
                <CrossingButton direction="out" href={`/inside/twins/${room.twin.id}/publish`}>
                  {say('Change the public stage')}
                </CrossingButton>
              ) : (
                <p class="small soft">{say.again(preview.mayPublish.because)}</p>
              )
            }
          />
        )
      ) : (
        <p class="soft">
          {say('Inside it stands at “{inside}”, outside at “{outside}”. No public words wait.', { inside, outside })}
        </p>
      )}
      {room.mayWrite ? (
        <Card title={say('Propose public words for “{stage}”', { stage: inside })} level={3}>
          <form method="post" action={`/inside/twins/${room.twin.id}/words`} class="stack-s">
            <input type="hidden" name="form" value="words" />
            {room.inner.stage === 'partly-done' ? (
              <Input
                name="part"
                label={say('Which part is done')}
                required
                value={form.values.part}
                error={form.errors.part}
              />
            ) : null}
            <Textarea
              id="public-reason-field"
              name="reason"
              label={say('Public reason')}
              hint={say('Everybody outside will read it, once an official voice lets it out.')}
              maxlength={3000}
              required
              value={form.values.form === 'words' ? form.values.reason : undefined}
              error={form.values.form === 'words' ? form.errors.reason : undefined}
            />
            {isOpenStage(room.inner.stage) ? (
              <Input
                type="date"
                name="answerBy"
                label={say('Next answer by')}
                required
                value={form.values.answerBy}
                error={form.errors.answerBy}
              />
            ) : null}
            <p>
              <Button kind="primary">{say('Propose these words')}</Button>
            </p>
          </form>
        </Card>
      ) : null}
    </section>
  )
}

/** Exactly what would go out, beside what stays. */
export function AnswerPreview(props: {
  room: TwinRoom
  preview: PublicPreview
  render: (body: string) => string
  publisher: string | undefined
  /** Of its heading; 2 unless it stands within a part of a page. */
  level?: 3
  actions: Parameters<typeof CrossingPreview>[0]['actions']
  choice?: Parameters<typeof CrossingPreview>[0]['choice']
}) {
  const say = useWords()
  const { room, preview, publisher } = props
  const html = props.render(preview.bytes)
  const writer = room.people.get(preview.words.writtenBy)?.displayName ?? say('a former colleague')
  return (
    <CrossingPreview
      direction="out"
      {...(props.level && { level: props.level })}
      title={say('Publish out: this is exactly what leaves')}
      note={say('Nothing is sent until you confirm')}
      inside={{ heading: say('Words by {name}', { name: writer }), html }}
      outside={{
        heading: say('Public answer by {name}', { name: publisher ?? say('the official voice who publishes it') }),
        html,
      }}
      goes={{
        heading: say('Goes out'),
        lines: [
          say('The stage “{stage}” and {count} words', {
            stage: say.again(stageWords[preview.answer.stage]),
            count: countWords(preview.answer.reason),
          }),
          say('One name of ours: {name}', { name: publisher ?? say('whoever publishes it') }),
          ...(preview.named.length > 0
            ? [say('Thanked by name, because they agreed: {names}', { names: preview.named.join(', ') })]
            : []),
          say('Read by: {readers}', { readers: audienceWords(preview.audience, say) }),
          say('Told: everyone who voted for it outside'),
        ],
      }}
      stays={{
        heading: say('Stays inside'),
        lines: [
          say('The inside idea, who wrote it, its votes and its debate'),
          say('Feasibility, cost and risks'),
          say('That there is a twin, and who proposed these words'),
        ],
      }}
      {...(props.choice && { choice: props.choice })}
      log={say('Logged on both sides with name, time and reason. It can be recalled, and a marker stays.')}
      actions={props.actions}
    />
  )
}

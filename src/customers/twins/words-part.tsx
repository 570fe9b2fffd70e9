import { isOpenStage, stageWords } from '../../content/ideas/ideas.ts'
import { Button, CrossingButton } from '../../ui/button.tsx'
import { CrossingPreview } from '../../ui/crossing.tsx'
import { Input, Textarea } from '../../ui/field.tsx'
import { Card, Notebox } from '../../ui/surface.tsx'
import { countWords } from './public-words.ts'
import type { TwinPageProps } from './twin.page.tsx'
import type { PublicPreview, TwinRoom } from './twins.ts'

/** Stage and public reason: what waits to go out, and the form that proposes it. */
export function WordsPart(props: TwinPageProps) {
  const { room, preview, form } = props
  if (room.twin.endedAt) return null
  return (
    <section aria-labelledby="words-title" id="words" class="stack">
      <h2 id="words-title">Stage and public reason</h2>
      {preview ? (
        preview.isOutdated ? (
          <Notebox icon="warning" tone="warn">
            <p>
              Words wait for the stage “{stageWords[preview.words.stage]}”, and the idea inside is now “
              {stageWords[room.inner.stage]}”. Write them anew.
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
                  Change the public stage
                </CrossingButton>
              ) : (
                <p class="small soft">{preview.mayPublish.because}</p>
              )
            }
          />
        )
      ) : (
        <p class="soft">
          Inside it stands at “{stageWords[room.inner.stage]}”, outside at “{stageWords[room.outer.stage]}”. No public
          words wait.
        </p>
      )}
      {room.mayWrite ? (
        <Card title={`Propose public words for “${stageWords[room.inner.stage]}”`} level={3}>
          <form method="post" action={`/inside/twins/${room.twin.id}/words`} class="stack-s">
            <input type="hidden" name="form" value="words" />
            {room.inner.stage === 'partly-done' ? (
              <Input
                name="part"
                label="Which part is done"
                required
                value={form.values.part}
                error={form.errors.part}
              />
            ) : null}
            <Textarea
              id="public-reason-field"
              name="reason"
              label="Public reason"
              hint="Everybody outside will read it, once an official voice lets it out."
              maxlength={3000}
              required
              value={form.values.form === 'words' ? form.values.reason : undefined}
              error={form.values.form === 'words' ? form.errors.reason : undefined}
            />
            {isOpenStage(room.inner.stage) ? (
              <Input
                type="date"
                name="answerBy"
                label="Next answer by"
                required
                value={form.values.answerBy}
                error={form.errors.answerBy}
              />
            ) : null}
            <p>
              <Button kind="primary">Propose these words</Button>
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
  const { room, preview, publisher } = props
  const html = props.render(preview.bytes)
  const writer = room.people.get(preview.words.writtenBy)?.displayName ?? 'a former colleague'
  return (
    <CrossingPreview
      direction="out"
      {...(props.level && { level: props.level })}
      title="Publish out: this is exactly what leaves"
      note="Nothing is sent until you confirm"
      inside={{ heading: `Words by ${writer}`, html }}
      outside={{ heading: `Public answer by ${publisher ?? 'the official voice who publishes it'}`, html }}
      goes={{
        heading: 'Goes out',
        lines: [
          `The stage “${stageWords[preview.answer.stage]}” and ${countWords(preview.answer.reason)} words`,
          `One name of ours: ${publisher ?? 'whoever publishes it'}`,
          ...(preview.named.length > 0 ? [`Thanked by name, because they agreed: ${preview.named.join(', ')}`] : []),
          `Read by: ${preview.audience}`,
          'Told: everyone who voted for it outside',
        ],
      }}
      stays={{
        heading: 'Stays inside',
        lines: [
          'The inside idea, who wrote it, its votes and its debate',
          'Feasibility, cost and risks',
          'That there is a twin, and who proposed these words',
        ],
      }}
      {...(props.choice && { choice: props.choice })}
      log="Logged on both sides with name, time and reason. It can be recalled, and a marker stays."
      actions={props.actions}
    />
  )
}

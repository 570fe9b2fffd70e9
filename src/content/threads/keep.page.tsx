import type { FormState } from '../../platform/http/form.ts'
import type { Space } from '../../realms/spaces/spaces.ts'
import { Button } from '../../ui/button.tsx'
import { Check, ErrorSummary, Fieldset, Input, Radio, Select, Textarea } from '../../ui/field.tsx'
import { PageHead } from '../../ui/page.tsx'
import { Card } from '../../ui/surface.tsx'
import { linkTo, useWords } from '../../ui/words.tsx'
import { Acts } from './threads.parts.tsx'
import { type Act, type OutsideType, type Thread, isWider, threadAddress, typeWords } from './threads.ts'

export interface KeepPageProps {
  readonly thread: Thread
  readonly space: Space
  /** The types that the viewer may make of it. */
  readonly types: readonly OutsideType[]
  /** The spaces to which the viewer may move it. */
  readonly targets: readonly Space[]
  /** Whether the viewer may change its tags apart from its text: as its author, by keeping order here, or by standing. */
  readonly retags: boolean
  /** What can get a thread of its own, for those who keep order; undefined for others. */
  readonly replies: readonly { readonly id: number; readonly words: string; readonly by: string }[] | undefined
  /** Duplicates merged into it. */
  readonly merged: readonly { readonly id: number; readonly title: string }[]
  readonly acts: readonly Act[]
  readonly form: FormState
  readonly now: Date
}

/** Where a thread outside is put in order: its type, its place, what stands under it. Only what the viewer may do. */
export function KeepPage(props: KeepPageProps) {
  const say = useWords()
  const { thread, form } = props
  return (
    <>
      <PageHead
        title={say('Type and place')}
        voice
        intro={say('“{title}” is {type} in {space}. Its address and every reply stay.', {
          title: thread.title,
          type: say.again(typeWords[thread.type]),
          space: props.space.title,
        })}
      />
      <ErrorSummary title={say('Nothing was changed')} errors={form.errors} />
      <p>
        <a href={threadAddress(thread)}>{say('Leave it as it is')}</a>
      </p>
      {props.retags ? (
        <p class="mt3">
          <a href={`/threads/${thread.id}/tags`}>{say('Change what it is about, its tags')}</a>
        </p>
      ) : null}
      {props.types.length + props.targets.length > 0 || props.replies ? null : (
        <p class="mt3">
          {say.with(
            'Its author and those who keep order here change this. If it stands wrong, <a>flag it</a> and say where it belongs.',
            { a: linkTo(`/flag/thread/${thread.id}`) },
          )}
        </p>
      )}
      <div class="stack mt3">
        {props.types.length > 0 ? <TypeForm {...props} /> : null}
        {props.targets.length > 0 ? <MoveForm {...props} /> : null}
        {props.replies === undefined ? null : (
          <>
            <MergeForm {...props} />
            {props.replies.length > 0 ? <SplitForm {...props} replies={props.replies} /> : null}
          </>
        )}
        {props.replies !== undefined && props.merged.length > 0 ? (
          <Card title={say('Merged into this')}>
            {props.merged.map((one) => (
              <form method="post" action={`/threads/${one.id}/unmerge`} class="row">
                <bdi>{one.title}</bdi>
                <Button kind="quiet" size="s" label={say('Undo the merge of {title}', { title: one.title })}>
                  {say('Undo')}
                </Button>
              </form>
            ))}
          </Card>
        ) : null}
      </div>
      <Acts acts={props.acts} now={props.now} />
    </>
  )
}

function TypeForm({ thread, types, form }: KeepPageProps) {
  const say = useWords()
  return (
    <Card title={say('What it is')}>
      <form method="post" action={`/threads/${thread.id}/retype`} class="stack-s">
        <Fieldset id="type" label={say('Make it')} error={form.errors.type}>
          {types.map((type) => (
            <Radio
              name="type"
              value={type}
              label={say.again(typeWords[type])}
              checked={form.values.type === type}
              required
            />
          ))}
        </Fieldset>
        <div>
          <Button>{say('Change the type')}</Button>
        </div>
      </form>
    </Card>
  )
}

function MoveForm({ thread, space, targets, form }: KeepPageProps) {
  const say = useWords()
  const wider = targets.filter((target) => isWider(target, space))
  const ticked = new Set((form.values.widen ?? '').split(','))
  return (
    <Card title={say('Where it stands')}>
      <form method="post" action={`/threads/${thread.id}/move`} class="stack-s">
        <Select
          name="space"
          label={say('Move it to')}
          value={form.values.space ?? targets[0]!.slug}
          error={form.errors.space}
          options={targets.map((target) => ({ value: target.slug, label: target.title }))}
        />
        {wider.length > 0 ? (
          <Fieldset id="widen" label={say('More people would read it')} error={form.errors.widen}>
            {wider.map((target) => (
              <Check
                name="widen"
                value={target.slug}
                label={say('Anyone on the web may read it in {space}, with everything said under it', {
                  space: target.title,
                })}
                checked={ticked.has(target.slug)}
              />
            ))}
          </Fieldset>
        ) : null}
        <div>
          <Button>{say('Move it')}</Button>
        </div>
      </form>
    </Card>
  )
}

function MergeForm({ thread, form }: KeepPageProps) {
  const say = useWords()
  return (
    <Card title={say('It is a duplicate')}>
      <form method="post" action={`/threads/${thread.id}/merge`} class="stack-s">
        <Input
          name="into"
          label={say('Merge it into')}
          hint={
            thread.type === 'question'
              ? say(
                  'The address of the other one. What was said here then stands there, and is owed its answer no later than here. It can be taken apart again.',
                )
              : say('The address of the other one. What was said here then stands there, and can be taken apart again.')
          }
          value={form.values.into}
          error={form.errors.into}
          required
        />
        <div>
          <Button>{say('Merge it')}</Button>
        </div>
      </form>
    </Card>
  )
}

function SplitForm(props: KeepPageProps & { replies: NonNullable<KeepPageProps['replies']> }) {
  const say = useWords()
  const { thread, form } = props
  const chosen = new Set((form.values.replies ?? '').split(','))
  return (
    <Card title={say('Some replies are about something else')}>
      <form method="post" action={`/threads/${thread.id}/split`} class="stack-s">
        <Fieldset
          id="replies"
          label={say('Give these a thread of their own')}
          hint={say('Comments go with their answer.')}
          error={form.errors.replies}
        >
          {props.replies.map((reply) => (
            <Check
              name="replies"
              value={String(reply.id)}
              label={<bdi>{reply.words}</bdi>}
              note={<bdi>{reply.by}</bdi>}
              checked={chosen.has(String(reply.id))}
            />
          ))}
        </Fieldset>
        <Input
          name="title"
          label={say('Its title')}
          maxlength={200}
          value={form.values.title}
          error={form.errors.title}
        />
        <Textarea
          name="body"
          label={say('What it is about')}
          hint={say('Stands first, in your name.')}
          value={form.values.body ?? ''}
          error={form.errors.body}
        />
        <div>
          <Button>{say('Split them off')}</Button>
        </div>
      </form>
    </Card>
  )
}

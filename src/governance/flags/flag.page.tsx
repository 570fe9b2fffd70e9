import type { FormState } from '../../platform/http/form.ts'
import type { Said } from '../../platform/languages/languages.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { ErrorSummary, Fieldset, Radio, Textarea } from '../../ui/field.tsx'
import { PageHead } from '../../ui/page.tsx'
import { Card, Notebox } from '../../ui/surface.tsx'
import { Text } from '../../ui/text.tsx'
import { linkTo, useWords } from '../../ui/words.tsx'
import { conductRules, ruleKeys } from '../moderation/moderation.ts'

export interface FlagPageProps {
  readonly action: string
  readonly back: string
  readonly title: string
  /** The text that is flagged, from the safe renderer. */
  readonly html: string
  /** Not everybody reads it: the moderators read it by the flag. */
  readonly isNarrow: boolean
  /** Why this reader cannot flag it now, having flagged it before. */
  readonly refusal?: Said
  readonly form: FormState
}

/** Telling the moderators that a text breaks a rule, and which. */
export function FlagPage(props: FlagPageProps) {
  const say = useWords()
  const { form } = props
  return (
    <>
      <PageHead
        title={say('Tell the moderators')}
        intro={say(
          'They look at the text, decide, and tell you what came of it. Its author is not told who flagged it.',
        )}
      />
      <ErrorSummary title={say('Nothing is sent yet')} errors={form.errors} />
      <div class="stack thread-column">
        <Card title={props.title ? <bdi>{props.title}</bdi> : say('The text')}>
          <Text html={props.html} />
        </Card>
        {props.isNarrow ? (
          <Notebox icon="info">{say('This text is only for some. By your flag the moderators read it too.')}</Notebox>
        ) : null}
        {props.refusal === undefined ? <FlagForm {...props} /> : <Refused {...props} refusal={props.refusal} />}
      </div>
    </>
  )
}

function Refused(props: { refusal: Said; back: string }) {
  const say = useWords()
  return (
    <>
      <Notebox icon="info" role="status">
        {say.again(props.refusal)}
      </Notebox>
      <p>
        <LinkButton href={props.back}>{say('Back to where you were')}</LinkButton>
      </p>
    </>
  )
}

function FlagForm(props: FlagPageProps) {
  const say = useWords()
  const { form } = props
  return (
    <form method="post" action={props.action} class="stack">
      <Fieldset id="rule" label={say('What is wrong with it?')} error={form.errors.rule}>
        {ruleKeys.map((key) => (
          <Radio
            name="rule"
            value={key}
            label={say.again(conductRules[key].name)}
            note={say.again(conductRules[key].text)}
            checked={form.values.rule === key}
          />
        ))}
      </Fieldset>
      <Textarea
        name="words"
        label={say('In your words')}
        hint={say('What they need to know. You can leave it empty.')}
        rows={4}
        maxlength={1000}
        value={form.values.words ?? ''}
        error={form.errors.words}
      />
      <div class="row">
        <Button kind="primary" icon="flag">
          {say('Flag it for the moderators')}
        </Button>
        <LinkButton kind="quiet" href={props.back}>
          {say('Back without flagging')}
        </LinkButton>
      </div>
    </form>
  )
}

/** Said after a flag, and whenever somebody comes back while it waits. */
export function FlaggedPage(props: { back: string }) {
  const say = useWords()
  return (
    <>
      <PageHead
        title={say('The moderators have it')}
        intro={say('They look at it, decide under the rules of this community, and tell you what came of it.')}
      />
      <div class="stack thread-column">
        <p>
          {say.with(
            'You can flag it again when its text has changed. What was decided, counted without names, stands <a>on the page about moderation</a>.',
            { a: linkTo('/about/moderation') },
          )}
        </p>
        <p>
          <LinkButton href={props.back}>{say('Back to where you were')}</LinkButton>
        </p>
      </div>
    </>
  )
}

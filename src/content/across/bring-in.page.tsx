import { CrossingReason } from '../../realms/crossings/crossings.parts.tsx'
import type { FormState } from '../../platform/http/form.ts'
import type { Space } from '../../realms/spaces/spaces.ts'
import { CrossingButton, LinkButton } from '../../ui/button.tsx'
import { CrossingPreview } from '../../ui/crossing.tsx'
import { ErrorSummary, Input, Select } from '../../ui/field.tsx'
import { Crumbs, PageHead } from '../../ui/page.tsx'
import { Notebox } from '../../ui/surface.tsx'
import { useWords } from '../../ui/words.tsx'
import type { TextThing } from './across.ts'

export interface BringInPageProps {
  readonly source: TextThing
  /** The title of the thread in which it stands, and its address. */
  readonly title: string
  readonly href: string
  readonly html: string
  /** Inside spaces that the viewer may write in. */
  readonly spaces: readonly Space[]
  readonly form: FormState
}

/** Bringing something in: what it is, where it goes, and that no copy is taken. */
export function BringInPage(props: BringInPageProps) {
  const say = useWords()
  const { source, form, spaces } = props
  return (
    <>
      <PageHead
        title={say('Bring in')}
        intro={<bdi>{props.title}</bdi>}
        crumbs={<Crumbs label={say('You are here')} crumbs={[{ label: props.title, href: props.href }]} />}
      />
      {spaces.length === 0 ? (
        <Notebox icon="info">
          <p>{say('You need an inside space that you may write in. Ask a steward to add you to one.')}</p>
        </Notebox>
      ) : (
        <form method="post" action="/inside/bring-in" class="stack">
          <ErrorSummary title={say('It was not brought in')} errors={form.errors} />
          <input type="hidden" name={source.kind} value={String(source.id)} />
          <CrossingPreview
            direction="in"
            title={say('Bring in: what will stand inside')}
            note={say('Nothing happens until you confirm')}
            inside={{
              heading: say('A new thread inside'),
              children: (
                <p>{say('Your reason, and beneath it the text from the other side as it is at that moment.')}</p>
              ),
            }}
            outside={{ heading: say('Stays where it is'), html: props.html }}
            goes={{
              heading: say('Comes in'),
              lines: [say('A live link to this text'), say('Your reason, as the first words of the thread')],
            }}
            stays={{
              heading: say('Does not come in'),
              lines: [
                say('No copy of the text: changed, narrowed or deleted there, it is so here at once'),
                say('Nobody reads more than they may read at the source'),
                say('Nobody outside learns of it'),
              ],
            }}
            choice={{
              heading: say('Where to, and why'),
              children: (
                <div class="stack-s">
                  <Select
                    name="space"
                    label={say('Inside space')}
                    options={spaces.map((space) => ({ value: String(space.id), label: space.title }))}
                    value={form.values.space}
                    error={form.errors.space}
                  />
                  <Input
                    name="reason"
                    label={say('Why you bring it in')}
                    hint={say('It is the first text of the new thread, and stands in the log.')}
                    maxlength={500}
                    required
                    value={form.values.reason}
                    error={form.errors.reason}
                  />
                </div>
              ),
            }}
            log={say('Logged with your name, the time and the reason. It can be taken back.')}
            actions={
              <>
                <LinkButton href={props.href}>{say('Not now')}</LinkButton>
                <CrossingButton direction="in">{say('Bring it in')}</CrossingButton>
              </>
            }
          />
        </form>
      )}
    </>
  )
}

export interface LinkPageProps {
  readonly from: {
    readonly title: string
    readonly href: string
    readonly address: string
    readonly isOutside: boolean
  }
  readonly form: FormState
}

/** Linking two texts across the wall. */
export function LinkPage(props: LinkPageProps) {
  const say = useWords()
  const { from, form } = props
  return (
    <>
      <PageHead
        title={say('Link across the wall')}
        intro={<bdi>{from.title}</bdi>}
        crumbs={<Crumbs label={say('You are here')} crumbs={[{ label: from.title, href: from.href }]} />}
      />
      <form method="post" action="/inside/link" class="stack form-column">
        <ErrorSummary title={say('It was not linked')} errors={form.errors} />
        <p class="soft">
          {say(
            'Both stay where they are. Each page shows the link to those alone who may read both ends, and nobody outside learns that there is something inside.',
          )}
        </p>
        <input type="hidden" name="from" value={from.address} />
        <Input
          name="other"
          label={
            from.isOutside
              ? say('The address of the text inside or in a bridge room')
              : say('The address of the text outside')
          }
          hint={say('As it stands in the bar of the browser.')}
          required
          value={form.values.other}
          error={form.errors.other}
        />
        <Input
          name="name"
          label={say('What the link is called')}
          hint={say('Such as “Same fault” or “The fix for this”.')}
          maxlength={120}
          required
          value={form.values.name}
          error={form.errors.name}
        />
        <CrossingReason form={form} />
        <p class="row tight">
          <CrossingButton direction={from.isOutside ? 'in' : 'out'}>{say('Link the two')}</CrossingButton>
          <LinkButton href={from.href}>{say('Not now')}</LinkButton>
        </p>
      </form>
    </>
  )
}

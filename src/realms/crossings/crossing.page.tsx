import type { ComponentChildren } from 'preact'
import type { FormState } from '../../platform/http/form.ts'
import { plainText, renderMarkdown } from '../../platform/text/markdown.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorSummary, Input } from '../../ui/field.tsx'
import { Crumbs, PageHead } from '../../ui/page.tsx'
import { AudienceLine, RealmWord } from '../../ui/realm.tsx'
import { Card, Notebox } from '../../ui/surface.tsx'
import { Facts } from '../../ui/table.tsx'
import { Text } from '../../ui/text.tsx'
import { Time } from '../../ui/time.tsx'
import type { AccessVerdict } from '../../platform/verdict.ts'
import { CrossingState, actWords } from './crossings.parts.tsx'
import type { Crossing } from './crossings.ts'

export interface CrossingPageProps {
  readonly crossing: Crossing
  /** Where the two ends are read, as far as the viewer may. */
  readonly addresses: { readonly source?: string; readonly target?: string }
  readonly mayRecall: AccessVerdict
  readonly now: Date
  readonly form: FormState
}

/** One crossing seen from both sides, and the way to take it back. */
export function CrossingPage(props: CrossingPageProps) {
  const { crossing, addresses, now, form } = props
  const standing = crossing.act === 'publish-out' && crossing.recalledBy === null
  return (
    <>
      <PageHead
        title={`${actWords[crossing.act]} by ${crossing.actedByName}`}
        intro={crossing.reason}
        crumbs={
          <Crumbs
            label="You are here"
            crumbs={[{ label: 'Crossings', href: '/inside/crossings' }, { label: `Number ${crossing.id}` }]}
          />
        }
      />
      <div class="stack thread-column">
        <p class="row tight">
          <CrossingState crossing={crossing} />
          {crossing.recalledBy === null ? null : (
            <a href={`/inside/crossings/${crossing.recalledBy}`}>
              The recall, <Time at={crossing.recalledAt!} now={now} form="long" />
            </a>
          )}
          {crossing.recalls === null ? null : <a href={`/inside/crossings/${crossing.recalls}`}>What was recalled</a>}
        </p>
        <Facts
          facts={[
            { term: 'When', detail: <Time at={crossing.happenedAt} now={now} form="long" /> },
            { term: 'Who', detail: crossing.actedByName },
            { term: 'Why', detail: crossing.reason },
            { term: 'From', detail: <End realm="inside" space={crossing.sourceSpaceTitle} href={addresses.source} /> },
            { term: 'To', detail: <End realm="outside" space={crossing.targetSpaceTitle} href={addresses.target} /> },
            {
              term: 'Who reads it',
              detail: <AudienceLine realm="outside" word="Outside" who={crossing.audience} inline />,
            },
            { term: 'SHA-256', detail: <code>{crossing.bytesSha256}</code> },
          ]}
        />
        <Card title={standing ? 'What stands outside' : 'What stood outside'}>
          <Text realm="outside" html={renderMarkdown(crossing.bytes)} />
          <p class="small muted">
            {plainText(crossing.bytes).split(/\s+/).filter(Boolean).length} words. Inside only: the record keeps them
            after a recall.
          </p>
        </Card>
        {standing ? <RecallForm crossing={crossing} verdict={props.mayRecall} form={form} /> : null}
      </div>
    </>
  )
}

function End(props: { realm: 'inside' | 'outside'; space: string; href: string | undefined }) {
  const words: ComponentChildren = props.href ? <a href={props.href}>{props.space}</a> : props.space
  return <RealmWord realm={props.realm}>{words}</RealmWord>
}

function RecallForm(props: { crossing: Crossing; verdict: AccessVerdict; form: FormState }) {
  const { crossing, verdict, form } = props
  if (!verdict.allowed) {
    return (
      <Notebox icon="info">
        <p>{verdict.because}</p>
      </Notebox>
    )
  }
  return (
    <Card title="Take it back" id="recall">
      <ErrorSummary title="It was not recalled" errors={form.errors} />
      <form method="post" action={`/inside/crossings/${crossing.id}/recall`} class="stack-s">
        <p class="soft">
          The text goes from the page, the feed, the search and mails that were not sent yet, at once. A marker stays
          where it stood, and this record stays here. What people have read or been sent cannot be taken back.
        </p>
        <Input
          name="reason"
          label="Why"
          hint="One sentence, kept with the record."
          required
          maxlength={500}
          value={form.values.reason}
          error={form.errors.reason}
        />
        <p>
          <Button kind="danger" icon="arrow-counter-clockwise">
            Recall it
          </Button>
        </p>
      </form>
    </Card>
  )
}

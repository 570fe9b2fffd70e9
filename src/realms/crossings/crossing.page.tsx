import type { ComponentChildren } from 'preact'
import type { Realm } from '../../platform/context.ts'
import type { FormState } from '../../platform/http/form.ts'
import { plainText, renderMarkdown } from '../../platform/text/markdown.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorSummary } from '../../ui/field.tsx'
import { Crumbs, PageHead } from '../../ui/page.tsx'
import { AudienceLine, RealmWord } from '../../ui/realm.tsx'
import { Card, Notebox } from '../../ui/surface.tsx'
import { Facts } from '../../ui/table.tsx'
import { Text } from '../../ui/text.tsx'
import { Time } from '../../ui/time.tsx'
import type { AccessVerdict } from '../../platform/verdict.ts'
import { realmNames } from '../spaces/spaces.parts.tsx'
import { CrossingReason, CrossingState, actWords } from './crossings.parts.tsx'
import type { Crossing, CrossingAct } from './crossings.ts'

export interface CrossingPageProps {
  readonly crossing: Crossing
  /** The act itself; of a recall, the act that it took back. */
  readonly original: CrossingAct
  /** Where the two ends are read, as far as the viewer may. */
  readonly addresses: { readonly source?: string; readonly target?: string }
  readonly mayRecall: AccessVerdict
  readonly now: Date
  readonly form: FormState
}

/** One crossing seen from both sides, and the way to take it back. */
export function CrossingPage(props: CrossingPageProps) {
  const { crossing, addresses, now, form } = props
  const standing = crossing.act !== 'recall' && crossing.recalledBy === null
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
            {
              term: 'From',
              detail: <End realm={crossing.sourceRealm} space={crossing.sourceSpaceTitle} href={addresses.source} />,
            },
            {
              term: 'To',
              detail: <End realm={crossing.targetRealm} space={crossing.targetSpaceTitle} href={addresses.target} />,
            },
            {
              term: 'Who reads it',
              detail: (
                <AudienceLine
                  realm={crossing.targetRealm}
                  word={realmNames[crossing.targetRealm]}
                  who={crossing.audience}
                  inline
                />
              ),
            },
            { term: 'SHA-256', detail: <code>{crossing.bytesSha256}</code> },
            { term: 'Place in the log', detail: crossing.place },
            { term: 'Chain value', detail: <code>{crossing.chain}</code> },
          ]}
        />
        {props.original === 'publish-out' ? (
          <Card title={standing ? 'What stands outside' : 'What stood outside'}>
            <Text realm="outside" html={renderMarkdown(crossing.bytes)} />
            <p class="small muted">
              {plainText(crossing.bytes).split(/\s+/).filter(Boolean).length} words. Inside only: the record keeps them
              after a recall.
            </p>
          </Card>
        ) : props.original === 'bring-in' ? (
          <Notebox icon="link-simple">
            <p>
              No text was copied. The thread inside shows the source as it is now, to those who may read it. The record
              keeps its number ({crossing.bytes}) and the hash of what it said then.
            </p>
          </Notebox>
        ) : (
          <Notebox icon="link-simple">
            <p>
              Both stay where they are. The link is called “{crossing.bytes}”, and only those who may read both ends see
              it.
            </p>
          </Notebox>
        )}
        {standing ? <RecallForm crossing={crossing} verdict={props.mayRecall} form={form} /> : null}
      </div>
    </>
  )
}

function End(props: { realm: Realm; space: string | null; href: string | undefined }) {
  const name = props.space ?? 'A space that you cannot read'
  const words: ComponentChildren = props.href ? <a href={props.href}>{name}</a> : name
  return <RealmWord realm={props.realm}>{words}</RealmWord>
}

/** What happens when it is taken back, by what it was. */
const recallWords: Record<Exclude<CrossingAct, 'recall'>, { title: string; what: string; button: string }> = {
  'publish-out': {
    title: 'Take it back',
    what: 'The text and its pictures go from the page, the feed, the search and mails that were not sent yet, at once. A marker stays where it stood, and this record stays here. What people have read or been sent cannot be taken back.',
    button: 'Recall it',
  },
  'bring-in': {
    title: 'Take it back',
    what: 'The thread inside stops showing the source, at once. What was said inside about it stays, and so does this record.',
    button: 'Recall it',
  },
  'link-across': {
    title: 'End the link',
    what: 'Both pages stop showing the link, at once. This record stays.',
    button: 'End the link',
  },
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
  const words = recallWords[crossing.act as Exclude<CrossingAct, 'recall'>]
  return (
    <Card title={words.title} id="recall">
      <ErrorSummary title="It was not recalled" errors={form.errors} />
      <form method="post" action={`/inside/crossings/${crossing.id}/recall`} class="stack-s">
        <p class="soft">{words.what}</p>
        <CrossingReason form={form} />
        <p>
          <Button kind="danger" icon="arrow-counter-clockwise">
            {words.button}
          </Button>
        </p>
      </form>
    </Card>
  )
}

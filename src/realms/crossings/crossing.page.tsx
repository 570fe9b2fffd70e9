import type { ComponentChildren } from 'preact'
import type { Realm } from '../../platform/context.ts'
import type { FormState } from '../../platform/http/form.ts'
import { type Said, said } from '../../platform/languages/languages.ts'
import { plainText, renderMarkdown } from '../../platform/text/markdown.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorSummary } from '../../ui/field.tsx'
import { Crumbs, PageHead } from '../../ui/page.tsx'
import { AudienceLine, RealmWord } from '../../ui/realm.tsx'
import { Card, Notebox } from '../../ui/surface.tsx'
import { Facts } from '../../ui/table.tsx'
import { Text } from '../../ui/text.tsx'
import { Time } from '../../ui/time.tsx'
import { useWords } from '../../ui/words.tsx'
import type { AccessVerdict } from '../../platform/verdict.ts'
import { realmNames } from '../spaces/spaces.parts.tsx'
import { CrossingReason, CrossingState } from './crossings.parts.tsx'
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

const doneBy: Record<CrossingAct, (name: string) => Said> = {
  'publish-out': (name) => said('Published out by {name}', { name }),
  'bring-in': (name) => said('Brought in by {name}', { name }),
  'link-across': (name) => said('Linked across by {name}', { name }),
  recall: (name) => said('Recalled by {name}', { name }),
}

/** One crossing seen from both sides, and the way to take it back. */
export function CrossingPage(props: CrossingPageProps) {
  const say = useWords()
  const { crossing, addresses, now, form } = props
  const standing = crossing.act !== 'recall' && crossing.recalledBy === null
  return (
    <>
      <PageHead
        title={say.again(doneBy[crossing.act](crossing.actedByName))}
        intro={<bdi>{crossing.reason}</bdi>}
        crumbs={
          <Crumbs
            label={say('You are here')}
            crumbs={[
              { label: say('Crossings'), href: '/inside/crossings' },
              { label: say('Number {number}', { number: String(crossing.id) }) },
            ]}
          />
        }
      />
      <div class="stack thread-column">
        <p class="row tight">
          <CrossingState crossing={crossing} />
          {crossing.recalledBy === null ? null : (
            <a href={`/inside/crossings/${crossing.recalledBy}`}>
              {say.with('The recall, {when}', {
                when: <Time at={crossing.recalledAt!} now={now} form="long" />,
              })}
            </a>
          )}
          {crossing.recalls === null ? null : (
            <a href={`/inside/crossings/${crossing.recalls}`}>{say('What was recalled')}</a>
          )}
        </p>
        <Facts
          facts={[
            { term: say('When'), detail: <Time at={crossing.happenedAt} now={now} form="long" /> },
            { term: say('Who'), detail: <bdi>{crossing.actedByName}</bdi> },
            { term: say('Why'), detail: <bdi>{crossing.reason}</bdi> },
            {
              term: say('From'),
              detail: <End realm={crossing.sourceRealm} space={crossing.sourceSpaceTitle} href={addresses.source} />,
            },
            {
              term: say('To | where it went'),
              detail: <End realm={crossing.targetRealm} space={crossing.targetSpaceTitle} href={addresses.target} />,
            },
            {
              term: say('Who reads it'),
              detail: (
                <AudienceLine
                  realm={crossing.targetRealm}
                  word={say.again(realmNames[crossing.targetRealm])}
                  who={<bdi>{say.again(crossing.audience)}</bdi>}
                  inline
                />
              ),
            },
            { term: say('SHA-256'), detail: <code>{crossing.bytesSha256}</code> },
            { term: say('Place in the log'), detail: crossing.place },
            { term: say('Chain value'), detail: <code>{crossing.chain}</code> },
          ]}
        />
        {props.original === 'publish-out' ? (
          <Card title={standing ? say('What stands outside') : say('What stood outside')}>
            <Text realm="outside" html={renderMarkdown(crossing.bytes)} />
            <p class="small muted">
              {say('{count} words. Inside only: the record keeps them after a recall.', {
                count: plainText(crossing.bytes).split(/\s+/).filter(Boolean).length,
              })}
            </p>
          </Card>
        ) : props.original === 'bring-in' ? (
          <Notebox icon="link-simple">
            <p>
              {say(
                'No text was copied. The thread inside shows the source as it is now, to those who may read it. The record keeps its number ({number}) and the hash of what it said then.',
                { number: crossing.bytes },
              )}
            </p>
          </Notebox>
        ) : (
          <Notebox icon="link-simple">
            <p>
              {say(
                'Both stay where they are. The link is called “{name}”, and only those who may read both ends see it.',
                { name: crossing.bytes },
              )}
            </p>
          </Notebox>
        )}
        {standing ? <RecallForm crossing={crossing} verdict={props.mayRecall} form={form} /> : null}
      </div>
    </>
  )
}

function End(props: { realm: Realm; space: string | null; href: string | undefined }) {
  const say = useWords()
  const name = props.space === null ? say('A space that you cannot read') : <bdi>{props.space}</bdi>
  const words: ComponentChildren = props.href ? <a href={props.href}>{name}</a> : name
  return <RealmWord realm={props.realm}>{words}</RealmWord>
}

/** What happens when it is taken back, by what it was. */
const recallWords: Record<Exclude<CrossingAct, 'recall'>, { title: string; what: string; button: string }> = {
  'publish-out': {
    title: said('Take it back'),
    what: said(
      'The text and its pictures go from the page, the feed, the search and mails that were not sent yet, at once. A marker stays where it stood, and this record stays here. What people have read or been sent cannot be taken back.',
    ),
    button: said('Recall it'),
  },
  'bring-in': {
    title: said('Take it back'),
    what: said(
      'The thread inside stops showing the source, at once. What was said inside about it stays, and so does this record.',
    ),
    button: said('Recall it'),
  },
  'link-across': {
    title: said('End the link'),
    what: said('Both pages stop showing the link, at once. This record stays.'),
    button: said('End the link'),
  },
}

function RecallForm(props: { crossing: Crossing; verdict: AccessVerdict; form: FormState }) {
  const say = useWords()
  const { crossing, verdict, form } = props
  if (!verdict.allowed) {
    return (
      <Notebox icon="info">
        <p>{say.again(verdict.because)}</p>
      </Notebox>
    )
  }
  const words = recallWords[crossing.act as Exclude<CrossingAct, 'recall'>]
  return (
    <Card title={say.again(words.title)} id="recall">
      <ErrorSummary title={say('It was not recalled')} errors={form.errors} />
      <form method="post" action={`/inside/crossings/${crossing.id}/recall`} class="stack-s">
        <p class="soft">{say.again(words.what)}</p>
        <CrossingReason form={form} />
        <p>
          <Button kind="danger" icon="arrow-counter-clockwise">
            {say.again(words.button)}
          </Button>
        </p>
      </form>
    </Card>
  )
}

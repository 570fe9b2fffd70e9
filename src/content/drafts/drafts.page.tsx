import type { PageOf } from '../../platform/cursor.ts'
import { excerpt } from '../../platform/text/markdown.ts'
import { ActionButton, LinkButton } from '../../ui/button.tsx'
import { PageHead, Pages } from '../../ui/page.tsx'
import { Empty, Notebox } from '../../ui/surface.tsx'
import { Time } from '../../ui/time.tsx'
import { useWords } from '../../ui/words.tsx'
import { OwnTextTabs } from '../threads/threads.parts.tsx'
import { type Draft, type DraftId, keptDays } from './drafts.ts'

export interface DraftLine {
  readonly draft: Draft
  /** What it will be: "Answer". */
  readonly kind: string
  /** What it is about, as far as its author may read that now. */
  readonly about?: string | undefined
}

export interface DraftsPageProps {
  readonly page: PageOf<DraftLine>
  readonly now: Date
  /** True when the page is not the first of the list. */
  readonly later: boolean
  /** The one that was just thrown away. */
  readonly thrown?: DraftId | undefined
}

/** What somebody has begun to write: to go on with, or to throw away. */
export function DraftsPage(props: DraftsPageProps) {
  const say = useWords()
  const { page, now, thrown } = props
  return (
    <>
      <PageHead
        title={say('Your drafts')}
        intro={say('Nobody but you reads them. A draft that you do not touch for {number} days is forgotten.', {
          number: keptDays,
        })}
      />
      <div class="stack">
        <OwnTextTabs current="drafts" />
        {thrown === undefined ? null : (
          <Notebox icon="info" role="status">
            <div class="row tight">
              <span>{say('The draft is thrown away. You can bring it back for a day.')}</span>
              <ActionButton action={`/drafts/${thrown}/back`} kind="quiet" size="s">
                {say('Bring it back')}
              </ActionButton>
            </div>
          </Notebox>
        )}
        {page.items.length === 0 ? (
          <Empty title={say('No drafts')}>{say('What you begin to write is kept here until you post it.')}</Empty>
        ) : (
          <ul role="list" class="rows drafts">
            {page.items.map((line) => (
              <DraftRow line={line} now={now} />
            ))}
          </ul>
        )}
        <Pages
          label={say('More drafts')}
          newer={props.later ? { href: '/drafts', label: say('Newest drafts') } : undefined}
          older={page.next ? { href: `/drafts?after=${page.next}`, label: say('Older drafts') } : undefined}
        />
      </div>
    </>
  )
}

function DraftRow(props: { line: DraftLine; now: Date }) {
  const say = useWords()
  const { draft, about } = props.line
  const { fields } = draft
  const title = fields.title?.trim()
  const text = excerpt(fields.body ?? fields.text ?? fields.wording ?? '', 200)
  const kind = say.again(props.line.kind)
  const topic = title || about
  const name = topic ? say('{kind}: {title}', { kind, title: topic }) : kind
  return (
    <li id={`draft-${draft.id}`}>
      <div>
        <h2 class="small">
          <a href={`/drafts/${draft.id}`} dir="auto">
            {name}
          </a>
        </h2>
        {text ? (
          <p class="soft" dir="auto">
            {text}
          </p>
        ) : null}
        <p class="small muted">
          {say.with('Saved {when}', { when: <Time at={draft.savedAt} now={props.now} form="long" /> })}
        </p>
      </div>
      <div class="row tight">
        <LinkButton href={`/drafts/${draft.id}`} size="s" label={say('Go on writing: {name}', { name })}>
          {say('Go on writing')}
        </LinkButton>
        <ActionButton
          action={`/drafts/${draft.id}/throw-away`}
          kind="quiet"
          size="s"
          label={say('Throw away: {name}', { name })}
        >
          {say('Throw away')}
        </ActionButton>
      </div>
    </li>
  )
}

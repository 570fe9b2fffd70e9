import type { ComponentChildren } from 'preact'
import type { Viewer } from '../../platform/context.ts'
import type { FormState } from '../../platform/http/form.ts'
import { authorOf } from '../../people/accounts/accounts.parts.tsx'
import { mayWriteIn } from '../../realms/spaces/spaces.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Pill, Tags } from '../../ui/badge.tsx'
import { LinkButton } from '../../ui/button.tsx'
import { Composer } from '../../ui/composer.tsx'
import { Crumbs, Pages } from '../../ui/page.tsx'
import { ByLine, Said } from '../../ui/post.tsx'
import { AudienceLine, type AudienceWords } from '../../ui/realm.tsx'
import { Text } from '../../ui/text.tsx'
import { Time } from '../../ui/time.tsx'
import { SameHere } from '../../ui/vote.tsx'
import { useWords } from '../../ui/words.tsx'
import { editorOf } from '../files/files.ts'
import { tagAddress } from '../tags/tags.ts'
import { DepartedReplies, FlagLink, MergedCredits, TakeBack, TakenBackMarker } from '../threads/threads.parts.tsx'
import { type Reply, mayEdit, threadAddress } from '../threads/threads.ts'
import { type Praise, mayThankFor } from './praise.ts'
import { answersAddress } from './answer-pages.ts'
import { signInTo } from './question.page.tsx'
import { ReachPill } from './questions.parts.tsx'

export interface PraisePageProps {
  readonly praise: Praise
  readonly viewer: Viewer
  readonly company: string
  readonly now: Date
  readonly render: (body: string) => string
  readonly audience: AudienceWords
  /** Words over the composer, and its button. */
  readonly strip: { word: string; who: string }
  readonly postWords: string
  /** Whether the viewer is offered the page of its type and place. */
  readonly keeps: boolean
  /** The button that follows it; nothing where nothing can be followed. */
  readonly follow: ComponentChildren
  readonly form: FormState
}

/** Praise with the thanks and the replies that it got. Reads without an account and works without script. */
export function PraisePage(props: PraisePageProps) {
  const say = useWords()
  const { praise, viewer } = props
  const { thread, space, replies, part } = praise
  const address = threadAddress(thread)
  const canWrite = viewer.kind === 'account' && mayWriteIn(viewer, space).allowed
  return (
    <>
      <Crumbs
        label={say('You are here')}
        crumbs={[
          { label: space.title, href: `/s/${space.slug}` },
          { label: say('Praise'), href: '/praise' },
        ]}
      />
      <article class="q" id={`praise-${thread.id}`}>
        <Head {...props} />
        <Text realm="outside" html={props.render(thread.body)} />
        <MergedCredits of="praise" merged={praise.traces.merged} people={praise.people} render={props.render} />
        <DepartedReplies departed={praise.traces.departed} />
        <Foot {...props} />
      </article>
      <section class="stack mt5" id="replies" aria-labelledby="replies-title">
        <h2 id="replies-title">
          {part.total === 0 ? say('No reply yet') : say('{count} replies', { count: part.total })}
        </h2>
        {replies.length < part.total ? (
          <p class="small muted">
            {say('{from} to {to} of {all}', {
              from: part.before + 1,
              to: part.before + replies.length,
              all: part.total,
            })}
          </p>
        ) : null}
        {replies.map((reply) => (
          <PraiseReply reply={reply} {...props} />
        ))}
      </section>
      <Pages
        label={say('Replies')}
        newer={
          part.previous
            ? { href: `${answersAddress(thread, { before: part.previous })}#replies`, label: say('Earlier replies') }
            : undefined
        }
        older={
          part.next
            ? { href: `${answersAddress(thread, { after: part.next })}#replies`, label: say('Later replies') }
            : undefined
        }
      />
      {props.follow ? <p class="mt3">{props.follow}</p> : null}
      {canWrite ? (
        <div class="mt5" id="write">
          <Composer
            id="reply"
            name="body"
            realm="outside"
            action={`/praise/${thread.id}/-/replies`}
            audience={props.strip}
            formLabel={say('Reply')}
            label={say('Your reply')}
            placeholder={say('Say thanks, or add your own')}
            value={props.form.values.body ?? ''}
            error={props.form.errors.body}
            submit={props.postWords}
            editor={editorOf(space, `reply:${thread.id}`, thread)}
          />
        </div>
      ) : (
        <p class="mt5">
          {viewer.kind === 'visitor' && !space.archivedAt ? (
            <LinkButton kind="primary" href={signInTo(address)}>
              {say('Sign in to reply')}
            </LinkButton>
          ) : (
            say('This space is closed. It can be read, and nothing is added any more.')
          )}
        </p>
      )}
    </>
  )
}

function Head(props: PraisePageProps) {
  const say = useWords()
  const { praise, now } = props
  const { thread } = praise
  const disclosed = praise.disclosures.atThread(thread.id)
  const author = authorOf(praise.people.get(thread.authorId), props.viewer, props.company, disclosed)
  return (
    <header>
      <div class="row tight">
        <Pill icon="heart">{say('Praise')}</Pill>
        <ReachPill reach={thread.reach} />
        <Tags tags={praise.tags.map((tag) => ({ label: tag, href: tagAddress(tag) }))} />
      </div>
      <h1 dir="auto">{thread.title}</h1>
      <div class="row">
        <Avatar id={author.id} name={author.name} who={author.who} />
        <div>
          <ByLine author={author} meta={<Time at={thread.createdAt} now={now} form="long" />} />
          <AudienceLine {...props.audience} />
        </div>
      </div>
    </header>
  )
}

function Foot(props: PraisePageProps) {
  const say = useWords()
  const { praise, viewer } = props
  const { thread, space, thanks } = praise
  const may = viewer.kind === 'account' && mayThankFor(viewer, space, thread.authorId).allowed
  const edits = viewer.kind === 'account' && mayEdit(viewer, space, thread.authorId).allowed
  return (
    <footer class="row">
      {may ? (
        <SameHere
          count={thanks.count}
          label={thanks.mine ? say('thanks, yours too') : say('thanks')}
          pressed={thanks.mine}
          action={`/praise/${thread.id}/-/thanks`}
          fields={thanks.mine ? { back: 'yes' } : {}}
        />
      ) : viewer.kind === 'visitor' && !space.archivedAt ? (
        <SameHere count={thanks.count} label={say('thanks')} href={signInTo(threadAddress(thread))} />
      ) : (
        <SameHere count={thanks.count} label={say('thanks')} />
      )}
      <span class="push row tight">
        {thread.editedAt ? (
          <a href={`/questions/${thread.id}/-/history`} class="small">
            {say.with('Changed {when}', { when: <Time at={thread.editedAt} now={props.now} /> })}
          </a>
        ) : null}
        <FlagLink viewer={viewer} kind="thread" id={thread.id} authorId={thread.authorId} />
        {edits && thread.reach !== 0 ? (
          <LinkButton kind="quiet" size="s" icon="lock-simple" href={`/questions/${thread.id}/-/reach`}>
            {say('Who may read it')}
          </LinkButton>
        ) : null}
        {edits ? (
          <LinkButton kind="quiet" size="s" icon="pencil-simple" href={`/questions/${thread.id}/-/edit`}>
            {say('Change the praise')}
          </LinkButton>
        ) : null}
        <TakeBack viewer={viewer} kind="thread" id={thread.id} authorId={thread.authorId} />
        {props.keeps ? (
          <LinkButton kind="quiet" size="s" icon="arrows-split" href={`/threads/${thread.id}/keep`}>
            {say('Type and place')}
          </LinkButton>
        ) : null}
      </span>
    </footer>
  )
}

function PraiseReply(props: PraisePageProps & { reply: Reply }) {
  const say = useWords()
  const { reply, praise, viewer, company, now } = props
  const id = `${reply.kind}-${reply.id}`
  if (reply.recalledAt)
    return (
      <div class="small muted" id={id}>
        {reply.takenBackAt ? (
          <TakenBackMarker reply={reply} viewer={viewer} now={now} />
        ) : (
          say.with('This reply was taken back on {when}.', {
            when: <Time at={reply.recalledAt} now={now} form="long" />,
          })
        )}
      </div>
    )
  const edits = viewer.kind === 'account' && mayEdit(viewer, praise.space, reply.authorId).allowed
  return (
    <Said
      id={id}
      realm="outside"
      author={authorOf(praise.people.get(reply.authorId), viewer, company, praise.disclosures.atReply(reply.id))}
      meta={<Time at={reply.createdAt} now={now} form="long" />}
      html={props.render(reply.body)}
      footer={
        <div class="row tight small muted" data-acts>
          {reply.editedAt ? (
            <a href={`/answers/${reply.id}/history`}>
              {say.with('Changed {when}', { when: <Time at={reply.editedAt} now={now} /> })}
            </a>
          ) : null}
          {edits ? <a href={`/answers/${reply.id}/edit`}>{say('Change your reply')}</a> : null}
          <TakeBack viewer={viewer} kind="reply" id={reply.id} authorId={reply.authorId} />
          <FlagLink viewer={viewer} kind="reply" id={reply.id} authorId={reply.authorId} />
        </div>
      }
    />
  )
}

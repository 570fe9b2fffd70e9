import { InterestField } from '../../people/disclosure/disclosure.parts.tsx'
import { authorOf } from '../../people/accounts/accounts.parts.tsx'
import type { Say } from '../../platform/languages/languages.ts'
import { audienceWords } from '../../realms/audience/audience.ts'
import { realmNames } from '../../realms/spaces/spaces.parts.tsx'
import { Composer } from '../../ui/composer.tsx'
import { ErrorSummary, Input } from '../../ui/field.tsx'
import { Button, LinkButton } from '../../ui/button.tsx'
import { Pages } from '../../ui/page.tsx'
import { Said } from '../../ui/post.tsx'
import { Time } from '../../ui/time.tsx'
import { useWords } from '../../ui/words.tsx'
import { editorOf } from '../files/files.ts'
import { FlagLink, TakeBack, TakenBackMarker } from '../threads/threads.parts.tsx'
import type { Reply } from '../threads/threads.ts'
import type { Drawing } from './idea.page.tsx'
import { actionBase, ideaAddress } from './idea-words.ts'

/** What people say about an idea, and where to say something. */
export function Comments(props: { drawing: Drawing }) {
  const say = useWords()
  const { drawing } = props
  const { view, form } = drawing
  const { thread } = view.idea
  const { realm } = thread
  const who = view.audience.everyone
    ? say('anyone on the web, search engines included')
    : audienceWords(view.audience, say)
  return (
    <section class="stack" id="replies" aria-labelledby="comments">
      <h2 id="comments">{view.replies.length === 0 ? say('No comment yet') : say('Comments')}</h2>
      {view.replies.map((reply) => (
        <Comment reply={reply} drawing={drawing} />
      ))}
      <Pages
        label={say('Comments')}
        {...(view.part.previous && {
          newer: {
            href: `${ideaAddress(thread)}?before=${view.part.previous}#replies`,
            label: say('Earlier comments'),
          },
        })}
        {...(view.part.next && {
          older: {
            href: `${ideaAddress(thread)}?after=${view.part.next}#replies`,
            label: say('Later comments'),
          },
        })}
      />
      {view.may.write ? (
        <Composer
          id="comment"
          name="body"
          realm={realm}
          action={`${actionBase(thread)}/comments`}
          audience={{ word: view.audience.everyone ? say('Public') : say.again(realmNames[realm]), who }}
          formLabel={say('Comment on the idea')}
          label={say('Your comment')}
          placeholder={say('What would make this idea better?')}
          submit={submitWords(say, drawing)}
          value={form.values.body ?? ''}
          error={form.errors.body}
          editor={editorOf(view.space, `comment:idea-${thread.id}`, thread)}
          {...(realm === 'outside' && {
            before: (
              <div class="composer-fields">
                <InterestField id="comment" {...form} />
              </div>
            ),
          })}
        />
      ) : drawing.viewer.kind === 'visitor' ? (
        <p>
          <LinkButton kind="primary" href={`/sign-in?next=${encodeURIComponent(ideaAddress(thread))}`}>
            {say('Sign in to vote and comment')}
          </LinkButton>
        </p>
      ) : null}
    </section>
  )
}

function submitWords(say: Say, { view }: Drawing): string {
  if (view.idea.thread.realm === 'inside') return say('Comment inside')
  if (view.idea.thread.realm === 'bridge') return say('Comment to everyone in the room')
  return view.audience.everyone ? say('Comment publicly') : say('Comment to those who read this')
}

function Comment(props: { reply: Reply; drawing: Drawing }) {
  const { reply, drawing } = props
  const { view, viewer, company, now } = drawing
  const say = useWords()
  const id = `${reply.kind}-${reply.id}`
  const extension = view.extensions.find((one) => one.fromReplyId === reply.id)
  if (reply.recalledAt) {
    const when = <Time at={reply.recalledAt} now={now} form="long" />
    return (
      <div class="small muted" id={id}>
        {reply.takenBackAt ? (
          <TakenBackMarker reply={reply} viewer={viewer} now={now} />
        ) : reply.removedAt ? (
          say.with('This comment was removed by moderation on {when}.', { when })
        ) : (
          say.with('This comment was recalled by {company} on {when}.', { company, when })
        )}
      </div>
    )
  }
  return (
    <Said
      id={id}
      realm={view.idea.thread.realm}
      author={authorOf(view.people.get(reply.authorId), viewer, company, view.disclosures.atReply(reply.id))}
      meta={<Time at={reply.createdAt} now={now} form="long" />}
      html={drawing.render(reply.body)}
      footer={
        <>
          {extension ? (
            <a href={ideaAddress(extension.thread)} class="small">
              {say('This became an extension')}
            </a>
          ) : view.may.extend(reply) ? (
            <MakeExtension reply={reply} drawing={drawing} />
          ) : null}
          <TakeBack viewer={viewer} kind="reply" id={reply.id} authorId={reply.authorId} />
          <FlagLink viewer={viewer} kind="reply" id={reply.id} authorId={reply.authorId} />
        </>
      }
    />
  )
}

function MakeExtension(props: { reply: Reply; drawing: Drawing }) {
  const say = useWords()
  const { reply, drawing } = props
  const id = `extension-${reply.id}`
  const refused = drawing.extending?.replyId === reply.id ? drawing.extending.form : undefined
  return (
    <details open={refused !== undefined}>
      <summary class="small">{say('Make it an extension')}</summary>
      {refused ? <ErrorSummary title={say('Nothing was changed')} errors={{ [id]: refused.errors.title }} /> : null}
      <form method="post" action={`${actionBase(drawing.view.idea.thread)}/extensions`} class="row mt3">
        <input type="hidden" name="reply" value={String(reply.id)} />
        <Input
          id={id}
          name="title"
          label={say('The extension in one line')}
          hint={say('It keeps its author, and gets votes and a stage of its own.')}
          required
          maxLength={200}
          value={refused?.values.title ?? ''}
          error={refused?.errors.title}
        />
        <Button size="s">{say('Make it an extension')}</Button>
      </form>
    </details>
  )
}

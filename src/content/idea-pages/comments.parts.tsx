import { InterestField } from '../../people/disclosure/disclosure.parts.tsx'
import { authorOf } from '../../people/accounts/accounts.parts.tsx'
import { audienceWords } from '../../realms/audience/audience.ts'
import { realmNames } from '../../realms/spaces/spaces.parts.tsx'
import { Composer } from '../../ui/composer.tsx'
import { Input } from '../../ui/field.tsx'
import { Button, LinkButton } from '../../ui/button.tsx'
import { Pages } from '../../ui/page.tsx'
import { Said } from '../../ui/post.tsx'
import { Time } from '../../ui/time.tsx'
import { editorOf } from '../files/files.ts'
import { FlagLink } from '../threads/threads.parts.tsx'
import type { Reply } from '../threads/threads.ts'
import type { Drawing } from './idea.page.tsx'
import { actionBase, ideaAddress } from './idea-words.ts'

/** What people say about an idea, and where to say something. */
export function Comments(props: { drawing: Drawing }) {
  const { drawing } = props
  const { view, form } = drawing
  const { thread } = view.idea
  const { realm } = thread
  const who = view.audience.everyone ? 'anyone on the web, search engines included' : audienceWords(view.audience)
  return (
    <section class="stack" id="replies" aria-labelledby="comments">
      <h2 id="comments">{view.replies.length === 0 ? 'No comment yet' : 'Comments'}</h2>
      {view.replies.map((reply) => (
        <Comment reply={reply} drawing={drawing} />
      ))}
      <Pages
        label="Comments"
        {...(view.more && {
          older: { href: `${ideaAddress(thread)}?after=${view.more}#replies`, label: 'Later comments' },
        })}
      />
      {view.may.write ? (
        <Composer
          id="comment"
          name="body"
          realm={realm}
          action={`${actionBase(thread)}/comments`}
          audience={{ word: view.audience.everyone ? 'Public' : realmNames[realm], who }}
          formLabel="Comment on the idea"
          label="Your comment"
          placeholder="What would make this idea better?"
          submit={submitWords(drawing)}
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
            Sign in to vote and comment
          </LinkButton>
        </p>
      ) : null}
    </section>
  )
}

function submitWords({ view }: Drawing): string {
  if (view.idea.thread.realm === 'inside') return 'Comment inside'
  if (view.idea.thread.realm === 'bridge') return 'Comment to everyone in the room'
  return view.audience.everyone ? 'Comment publicly' : 'Comment to those who read this'
}

function Comment(props: { reply: Reply; drawing: Drawing }) {
  const { reply, drawing } = props
  const { view, viewer, company, now } = drawing
  const id = `${reply.kind}-${reply.id}`
  if (reply.recalledAt) {
    return (
      <p class="small muted" id={id}>
        This comment was {reply.removedAt ? 'removed by moderation' : `recalled by ${company}`} on{' '}
        <Time at={reply.recalledAt} now={now} form="long" />.
      </p>
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
          {view.may.extend(reply) ? <MakeExtension reply={reply} drawing={drawing} /> : null}
          <FlagLink viewer={viewer} kind="reply" id={reply.id} authorId={reply.authorId} />
        </>
      }
    />
  )
}

function MakeExtension(props: { reply: Reply; drawing: Drawing }) {
  const { reply, drawing } = props
  const id = `extension-${reply.id}`
  return (
    <details>
      <summary class="small">Make it an extension</summary>
      <form method="post" action={`${actionBase(drawing.view.idea.thread)}/extensions`} class="row mt3">
        <input type="hidden" name="reply" value={String(reply.id)} />
        <Input
          id={id}
          name="title"
          label="The extension in one line"
          hint="It keeps its author, and gets votes and a stage of its own."
          required
          maxLength={200}
        />
        <Button size="s">Make it an extension</Button>
      </form>
    </details>
  )
}

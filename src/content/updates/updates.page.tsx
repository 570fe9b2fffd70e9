import type { ComponentChildren } from 'preact'
import { authorOf } from '../../people/accounts/accounts.parts.tsx'
import type { PersonCard } from '../../people/accounts/accounts.ts'
import type { Viewer } from '../../platform/context.ts'
import type { Say } from '../../platform/languages/languages.ts'
import type { PageOf } from '../../platform/cursor.ts'
import type { AccountId } from '../../platform/ids.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Pill } from '../../ui/badge.tsx'
import { LinkButton } from '../../ui/button.tsx'
import { Crumbs, PageHead, Pages } from '../../ui/page.tsx'
import { ByLine, Said } from '../../ui/post.tsx'
import { AudienceLine, type AudienceWords } from '../../ui/realm.tsx'
import { Empty, Notebox } from '../../ui/surface.tsx'
import { Text } from '../../ui/text.tsx'
import { Time } from '../../ui/time.tsx'
import { useWords } from '../../ui/words.tsx'
import { Excerpt } from '../mentions/mentions.parts.tsx'
import { AboutChoice } from '../tags/tags.parts.tsx'
import { type About, type Product, aboutWords } from '../tags/tags.ts'
import { DepartedReplies, FlagLink, TakeBack, TakenBackMarker } from '../threads/threads.parts.tsx'
import { type Thread, threadAddress } from '../threads/threads.ts'
import type { Update } from './updates.ts'

/** The list of updates, of all or about a product or a tag. */
export function updatesAddress(about: About, after?: string): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries({ product: about.product, tag: about.tag, after }))
    if (value) query.set(name, value)
  return query.size > 0 ? `/updates?${query}` : '/updates'
}

/** What the company told everybody outside, newest first. */
export function UpdatesPage(props: {
  page: PageOf<Thread>
  people: ReadonlyMap<AccountId, PersonCard>
  company: string
  products: readonly Product[]
  about: About
  now: Date
  isFirst: boolean
}) {
  const say = useWords()
  const { page, people, about, now } = props
  const list = say('Updates from {company}', { company: props.company })
  const tag = aboutWords(say, about)
  return (
    <>
      <PageHead title={tag ? say('{list} about {tag}', { list, tag }) : list} voice />
      <AboutChoice products={props.products} about={about} address={updatesAddress} />
      {page.items.length === 0 ? (
        <div class="mt4">
          <Empty title={say('No updates yet')} realm="outside" />
        </div>
      ) : (
        <ul role="list" class="links">
          {page.items.map((thread) => (
            <li>
              <a href={threadAddress(thread)} dir="auto">
                {thread.recalledAt ? say('An update that was recalled') : thread.title}
              </a>
              <span>
                <bdi>{people.get(thread.authorId)?.displayName ?? say('A former colleague')}</bdi>,{' '}
                <Time at={thread.createdAt} now={now} form="long" />
              </span>
              {thread.recalledAt ? null : (
                <p dir="auto">
                  <Excerpt of={thread.body} length={200} />
                </p>
              )}
            </li>
          ))}
        </ul>
      )}
      <Pages
        label={say('Updates')}
        newer={props.isFirst ? undefined : { href: updatesAddress(about), label: say('Newest updates') }}
        older={page.next ? { href: updatesAddress(about, page.next), label: say('Older updates') } : undefined}
      />
    </>
  )
}

export interface UpdatePageProps {
  readonly update: Update
  readonly audience: AudienceWords
  readonly viewer: Viewer
  readonly company: string
  readonly now: Date
  readonly html: string
  readonly render: (body: string) => string
  /** Whether the viewer is offered the page of its type and place. */
  readonly keeps: boolean
  /** Tools of employees; nobody else is given any. */
  readonly staff?: ComponentChildren
}

/** What an update is called where it stands: after a recall, or when moderation removed it, none of its words. */
export function updateTitle(say: Say, thread: Thread): string {
  if (thread.removedAt) return say('This update was removed by moderation')
  return thread.recalledAt ? say('This update was recalled') : thread.title
}

/** One update; after a recall a marker in its place. */
export function UpdatePage(props: UpdatePageProps) {
  const say = useWords()
  const { update, now } = props
  const { thread, space } = update
  const author = authorOf(update.author, props.viewer, props.company)
  return (
    <>
      <Crumbs
        label={say('You are here')}
        crumbs={[
          { label: space.title, href: `/s/${space.slug}` },
          { label: say('Updates'), href: '/updates' },
        ]}
      />
      <div class="cols">
        <article class="q" id={`thread-${thread.id}`}>
          <header>
            <p class="row tight">
              <Pill icon="megaphone-simple">{say('Update from {company}', { company: props.company })}</Pill>
            </p>
            <h1 dir="auto">{updateTitle(say, thread)}</h1>
            <div class="row">
              <Avatar id={author.id} name={author.name} who={author.who} />
              <div>
                <ByLine author={author} meta={<Time at={thread.createdAt} now={now} form="long" />} />
                <AudienceLine {...props.audience} />
              </div>
            </div>
          </header>
          {thread.recalledAt ? (
            <Notebox icon="arrow-counter-clockwise">
              <p>
                {thread.removedAt
                  ? say.with('Moderation removed it, {when}. Its text is gone from here, from search and from feeds.', {
                      when: <Time at={thread.recalledAt} now={now} form="long" />,
                    })
                  : say.with(
                      '{company} took it back, {when}. Its text is gone from here, from search and from feeds.',
                      { company: props.company, when: <Time at={thread.recalledAt} now={now} form="long" /> },
                    )}
              </p>
            </Notebox>
          ) : (
            <Text realm="outside" html={props.html} />
          )}
          <DepartedReplies departed={update.departed} />
          {update.replies.length > 0 ? <UpdateReplies {...props} /> : null}
          {thread.recalledAt ? null : (
            <div class="row tight">
              <TakeBack viewer={props.viewer} kind="thread" id={thread.id} authorId={thread.authorId} />
              <FlagLink viewer={props.viewer} kind="thread" id={thread.id} authorId={thread.authorId} />
            </div>
          )}
          {space.archivedAt || thread.recalledAt ? null : (
            <p class="mt5">
              <LinkButton href={`/questions/ask?space=${encodeURIComponent(space.slug)}`}>
                {say('Ask about this')}
              </LinkButton>
              {props.keeps ? (
                <>
                  {' '}
                  <LinkButton kind="quiet" icon="arrows-split" href={`/threads/${thread.id}/keep`}>
                    {say('Type and place')}
                  </LinkButton>
                </>
              ) : null}
            </p>
          )}
        </article>
        {props.staff ? <aside aria-label={say('About this update')}>{props.staff}</aside> : null}
      </div>
    </>
  )
}

/** What was said under an update while it was of another type. Nothing is added any more. */
function UpdateReplies(props: UpdatePageProps) {
  const say = useWords()
  const { update, now } = props
  return (
    <section class="stack-s mt5" aria-labelledby="replies-title">
      <h2 id="replies-title">{say('Said before this was an update')}</h2>
      {update.replies.map((reply) => (
        <Said
          id={`${reply.kind}-${reply.id}`}
          realm="outside"
          author={authorOf(update.people.get(reply.authorId), props.viewer, props.company)}
          meta={<Time at={reply.createdAt} now={now} form="long" />}
          {...(reply.recalledAt
            ? {
                children: reply.takenBackAt ? (
                  <TakenBackMarker reply={reply} viewer={props.viewer} now={now} />
                ) : reply.removedAt ? (
                  say('This reply was removed by moderation.')
                ) : (
                  say('This reply was taken back.')
                ),
              }
            : {
                html: props.render(reply.body),
                footer: (
                  <>
                    <TakeBack viewer={props.viewer} kind="reply" id={reply.id} authorId={reply.authorId} />
                    <FlagLink viewer={props.viewer} kind="reply" id={reply.id} authorId={reply.authorId} />
                  </>
                ),
              })}
        />
      ))}
    </section>
  )
}

import type { ComponentChildren } from 'preact'
import { useContext } from 'preact/hooks'
import { Avatar, type Face } from './avatar.tsx'
import { classes } from './classes.ts'
import { Icon } from './icon.tsx'
import type { IconName } from './icons.ts'
import { ReadingContext, noteReply } from './reading.ts'
import { AudienceLine, type AudienceWords, type RealmName } from './realm.tsx'
import { Text } from './text.tsx'

export type Author = Face & {
  /** The page of the person; plain text without it. */
  href?: string
  /** An `Office` beside the name. */
  office?: ComponentChildren
  /** What readers are told of the author's interest in this post. */
  disclosed?: readonly string[]
}

/** The sentences about an author's interest; nothing when there are none. */
export function Disclosed(props: { lines: readonly string[] | undefined }) {
  if (!props.lines || props.lines.length === 0) return null
  return <p class="disclosed small soft">{props.lines.join(' ')}</p>
}

function AuthorName(props: Pick<Author, 'href' | 'name'>) {
  if (!props.href) return <b dir="auto">{props.name}</b>
  return (
    <a href={props.href} dir="auto">
      {props.name}
    </a>
  )
}

/** Name, office and what else stands on the line of the author. */
export function ByLine(props: { author: Author; meta?: ComponentChildren }) {
  const { author } = props
  return (
    <>
      <p class="by">
        <AuthorName {...author} />
        {author.office ? <> {author.office}</> : null}
        {props.meta ? <span class="meta"> {props.meta}</span> : null}
      </p>
      <Disclosed lines={author.disclosed} />
    </>
  )
}

/** Beside a reply that its reader has not read yet. */
export function NewMark() {
  return <span class="badge new">{useContext(ReadingContext)?.word}</span>
}

export type Written = { html: string } | { children: ComponentChildren }

/** A contribution in a stream that mixes realms: edge, audience line, words in the face of its realm. */
export function Post(
  props: {
    realm: RealmName
    author: Author
    meta?: ComponentChildren
    /** Missing only within one conversation whose head already carries it. */
    audience?: AudienceWords
    /** A menu button at the end of the head. */
    more?: ComponentChildren
    id?: string
    unread?: boolean
    /** What the post points at: a `Pulled`, a decision, a reason. */
    after?: ComponentChildren
    footer?: ComponentChildren
  } & Written,
) {
  const { author } = props
  const isNew = noteReply(useContext(ReadingContext), props.id, author.id)
  return (
    <article class={classes('post', (props.unread || isNew) && 'unread')} data-realm={props.realm} id={props.id}>
      <header>
        <Avatar id={author.id} name={author.name} who={author.who} />
        <div class="by">
          <AuthorName {...author} />
          {author.office}
          {props.meta ? <span class="meta">{props.meta}</span> : null}
          {isNew ? <NewMark /> : null}
          <Disclosed lines={author.disclosed} />
        </div>
        {props.more}
        {props.audience ? <AudienceLine {...props.audience} /> : null}
      </header>
      {'html' in props ? <Text html={props.html} /> : <Text>{props.children}</Text>}
      {props.after}
      {props.footer ? <footer>{props.footer}</footer> : null}
    </article>
  )
}

/** A piece from elsewhere shown within a post, with its own audience line. */
export function Pulled(props: {
  realm: RealmName
  title: string
  href: string
  audience: AudienceWords
  children?: ComponentChildren
}) {
  return (
    <div class="pulled" data-realm={props.realm}>
      <a class="title" href={props.href} dir="auto">
        {props.title}
      </a>
      {props.children ? <p>{props.children}</p> : null}
      <AudienceLine {...props.audience} />
    </div>
  )
}

/** Somebody's words within one conversation, without a card. */
export function Said(
  props: {
    realm: RealmName
    author: Author
    meta?: ComponentChildren
    id?: string
    footer?: ComponentChildren
  } & Written,
) {
  const { author } = props
  const isNew = noteReply(useContext(ReadingContext), props.id, author.id)
  return (
    <article class="said" id={props.id}>
      <Avatar id={author.id} name={author.name} who={author.who} />
      <div>
        <ByLine author={author} meta={isNew ? [props.meta, ' ', <NewMark />] : props.meta} />
        {'html' in props ? (
          <Text realm={props.realm} html={props.html} />
        ) : (
          <Text realm={props.realm}>{props.children}</Text>
        )}
        {props.footer}
      </div>
    </article>
  )
}

/** Where words will stand that are not there yet. */
export function Ghost(props: { author: Author; children: ComponentChildren }) {
  return (
    <div class="ghost">
      <Avatar id={props.author.id} name={props.author.name} who={props.author.who} />
      <div>
        <ByLine author={props.author} />
        <p class="small soft">{props.children}</p>
      </div>
    </div>
  )
}

export type ThreadKind = 'question' | 'idea' | 'problem' | 'praise' | 'update' | 'discussion'

const kindIcons: Record<ThreadKind, IconName> = {
  question: 'question',
  idea: 'lightbulb',
  problem: 'warning',
  praise: 'heart',
  update: 'megaphone-simple',
  discussion: 'chat-circle',
}

/** A conversation in a list. Put them in `<ThreadList>`. */
export function ThreadCard(props: {
  kind: ThreadKind
  /** The word for the kind, read where only its icon is seen. */
  kindLabel: string
  title: ComponentChildren
  href: string
  /** The beginning of the words, cut at their end: bare, so that they run in their own direction. */
  snippet?: ComponentChildren
  /** Pills, names, places, times; each becomes one item of the line. */
  meta: ComponentChildren
  counts?: { value: ComponentChildren; label: ComponentChildren }[]
  /** The level of the heading; 3 unless told. */
  level?: 2 | 3
}) {
  const link = <a href={props.href}>{props.title}</a>
  return (
    <li class="thread">
      <span class={`kind ${props.kind}`}>
        <Icon name={kindIcons[props.kind]} label={props.kindLabel} />
      </span>
      <div>
        {props.level === 2 ? <h2>{link}</h2> : <h3>{link}</h3>}
        {props.snippet ? (
          <p class="snip" dir="auto">
            {props.snippet}
          </p>
        ) : null}
        <div class="meta">{props.meta}</div>
      </div>
      <div class="counts">
        {(props.counts ?? []).map((count) => (
          <span>
            <b>{count.value}</b> {count.label}
          </span>
        ))}
      </div>
    </li>
  )
}

/** The list that holds `ThreadCard`s. */
export function ThreadList(props: { id?: string; children: ComponentChildren }) {
  return (
    <ul role="list" class="threads" id={props.id}>
      {props.children}
    </ul>
  )
}

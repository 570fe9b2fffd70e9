import type { ComponentChildren } from 'preact'
import { useContext } from 'preact/hooks'
import { Avatar } from './avatar.tsx'
import { classes } from './classes.ts'
import { Icon } from './icon.tsx'
import { ByLine, NewMark, type Author, type Written } from './post.tsx'
import { ReadingContext, noteReply } from './reading.ts'
import type { RealmName } from './realm.tsx'
import { Text } from './text.tsx'

type Mark = {
  kind: 'official' | 'accepted'
  /** "Official answer" */
  label: ComponentChildren
  /** "chosen by …" */
  note?: ComponentChildren
}

/** One answer beneath a question; marked ones stand in a frame with their mark on top. */
export function Answer(
  props: {
    author: Author
    meta?: ComponentChildren
    realm: RealmName
    /** The frame takes the first mark. */
    marks?: Mark[]
    id?: string
    more?: ComponentChildren
    after?: ComponentChildren
    footer?: ComponentChildren
  } & Written,
) {
  const { author } = props
  const marks = props.marks ?? []
  const isNew = noteReply(useContext(ReadingContext), props.id, author.id)
  return (
    <article class={classes('answer', marks[0]?.kind)} id={props.id}>
      {marks.map((mark) => (
        <p class={`answer-mark ${mark.kind}`}>
          <Icon name={mark.kind === 'official' ? 'seal-check-f' : 'check-fat-f'} />
          <b>{mark.label}</b>
          {mark.note ? <span>{mark.note}</span> : null}
        </p>
      ))}
      <header>
        <Avatar id={author.id} name={author.name} who={author.who} />
        <div>
          <ByLine author={author} meta={isNew ? <NewMark /> : undefined} />
          {props.meta ? <p class="meta">{props.meta}</p> : null}
        </div>
        {props.more}
      </header>
      {'html' in props ? (
        <Text realm={props.realm} html={props.html} />
      ) : (
        <Text realm={props.realm}>{props.children}</Text>
      )}
      {props.after}
      {props.footer ? <footer>{props.footer}</footer> : null}
    </article>
  )
}

/** What is left where something was taken away. */
export function RemovedAnswer(props: { id?: string; children: ComponentChildren }) {
  return (
    <article class="answer removed" id={props.id}>
      <p>
        <Icon name="prohibit" />
        <span>{props.children}</span>
      </p>
    </article>
  )
}

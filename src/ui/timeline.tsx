import type { ComponentChildren } from 'preact'
import { Icon, Mark } from './icon.tsx'
import type { IconName } from './icons.ts'
import type { RealmName } from './realm.tsx'

export type Moment = {
  /** What it is about, said first and bold. */
  title: ComponentChildren
  text?: ComponentChildren
  /** A `Time`, or words for what has none. */
  when?: ComponentChildren
  /** The line after it is stitched: something crossed. */
  crossing?: boolean
} & ({ realm: RealmName } | { icon: IconName })

/** What happened, in order. */
export function Timeline(props: { moments: Moment[]; label?: string }) {
  return (
    <ol role="list" class="timeline" aria-label={props.label}>
      {props.moments.map((moment) => (
        <li class={moment.crossing ? 'crossing' : undefined}>
          <span class="dot">{'realm' in moment ? <Mark name={moment.realm} /> : <Icon name={moment.icon} />}</span>
          <div>
            <b>{moment.title}</b>
            {moment.text ? <> {moment.text}</> : null}
            {moment.when ? (
              <>
                <br />
                <span class="meta">{moment.when}</span>
              </>
            ) : null}
          </div>
        </li>
      ))}
    </ol>
  )
}

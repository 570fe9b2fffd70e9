import { fullTimeWords, timeWords, type TimeSetting } from './time.shared.ts'

/** A moment: short words to read, the full form on hovering, and the exact form for programs. */
export function Time(props: { at: Date } & TimeSetting) {
  return (
    <time datetime={props.at.toISOString()} title={fullTimeWords(props.at, props)}>
      {timeWords(props.at, props)}
    </time>
  )
}

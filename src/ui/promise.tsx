import type { ComponentChildren } from 'preact'
import { classes, shareClass } from './classes.ts'

export type PromiseState = 'running' | 'near' | 'broken' | 'paused' | 'kept'

/** The state that a running promise has by its share used alone: near from 75 %, broken from 100 %. */
export function promiseState(share: number): PromiseState {
  if (share >= 100) return 'broken'
  return share >= 75 ? 'near' : 'running'
}

/**
 * What is left, of how much, and why it stands still. `share` is the part used, 0 to 100. `strong` is said first
 * ("38 min"), the children after it ("left of 3 h"). The state follows from the share unless it is paused or kept.
 */
export function PromiseClock(props: {
  share: number
  state?: PromiseState
  strong?: ComponentChildren
  children?: ComponentChildren
}) {
  const state = props.state ?? promiseState(props.share)
  return (
    <span class={classes('promise', state !== 'running' && state, shareClass(props.share))}>
      <span>
        {props.strong ? <b>{props.strong}</b> : null}
        {props.strong && props.children ? ' ' : null}
        {props.children}
      </span>
    </span>
  )
}

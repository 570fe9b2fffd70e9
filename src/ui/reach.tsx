import type { ComponentChildren } from 'preact'

export type ReachStep = { value: string; label: string }

/** The words over a column of distance bars. Decoration: every step of a bar carries its own label. */
export function ReachHead(props: { steps: string[] }) {
  return (
    <div class="reach-head" aria-hidden="true">
      <span />
      <div>
        {props.steps.map((step) => (
          <span>{step}</span>
        ))}
      </div>
      <span />
    </div>
  )
}

/** How far something is shown: a group of choices, filled up to the one that is chosen. */
export function Reach(props: {
  name: string
  legend: ComponentChildren
  /** What it is about: the present content of the field. */
  note?: ComponentChildren
  value: string
  steps: ReachStep[]
  /** Who that is, in words and numbers. */
  outcome?: ComponentChildren
  limit?: ComponentChildren
}) {
  return (
    <fieldset class="reach-row">
      <legend>
        <b>{props.legend}</b>
        {props.note ? <span>{props.note}</span> : null}
      </legend>
      <div class="reach">
        {props.steps.map((step) => (
          <label title={step.label}>
            <input type="radio" name={props.name} value={step.value} checked={step.value === props.value} />
            <span class="vh">{step.label}</span>
          </label>
        ))}
      </div>
      <p class="reach-out">
        {props.outcome ? <b>{props.outcome}</b> : null}
        {props.limit ? <span>{props.limit}</span> : null}
      </p>
    </fieldset>
  )
}

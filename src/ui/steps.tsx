import type { ComponentChildren } from 'preact'
import { Icon } from './icon.tsx'

export type Step = { title: ComponentChildren; note?: ComponentChildren; state: 'past' | 'now' | 'next' }

/** The way through something in several steps; what is done is kept in sight. */
export function Steps(props: { steps: Step[]; label?: string }) {
  return (
    <ol role="list" class="steps" aria-label={props.label}>
      {props.steps.map((step, index) => (
        <li
          class={step.state === 'next' ? undefined : step.state}
          aria-current={step.state === 'now' ? 'step' : undefined}
        >
          <span class="step-n">{step.state === 'past' ? <Icon name="check" /> : index + 1}</span>
          <div>
            <b>{step.title}</b>
            {step.note ? <span>{step.note}</span> : null}
          </div>
        </li>
      ))}
    </ol>
  )
}

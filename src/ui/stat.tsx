import type { ComponentChildren } from 'preact'
import { classes } from './classes.ts'

export type StatWords = {
  label: ComponentChildren
  value: ComponentChildren
  unit?: ComponentChildren
  /** Numerator and denominator: "27 of 31". */
  detail?: ComponentChildren
  /** There is too little to say; the value then says so in words. */
  few?: boolean
  /** The items that were counted, one click away. */
  href?: string
}

/** One figure with what it means and of how many. */
export function Stat(props: StatWords) {
  const inner = (
    <>
      <span class="k">{props.label}</span>
      <span class="v">
        {props.value}
        {props.unit ? <small> {props.unit}</small> : null}
      </span>
      {props.detail ? <span class="d">{props.detail}</span> : null}
    </>
  )
  const look = classes('stat', props.few && 'few')
  if (props.href === undefined) return <div class={look}>{inner}</div>
  return (
    <a class={look} href={props.href}>
      {inner}
    </a>
  )
}

/** Figures in a row. */
export function Stats(props: { stats: StatWords[] }) {
  return (
    <div class="stats">
      {props.stats.map((stat) => (
        <Stat {...stat} />
      ))}
    </div>
  )
}

/**
 * A chart with its title, its formula and the same figures as a table. `children` is an `<svg role="img">` with a sentence
 * as its label; `table` a `Table`, folded under `tableLabel`.
 */
export function ChartFrame(props: {
  title: string
  intro?: ComponentChildren
  formula?: ComponentChildren
  level?: 2 | 3 | 4
  table?: ComponentChildren
  tableLabel?: string
  children: ComponentChildren
}) {
  const Heading = `h${props.level ?? 2}` as 'h2' | 'h3' | 'h4'
  return (
    <figure class="chart">
      <figcaption>
        <Heading>{props.title}</Heading>
        {props.intro ? <p>{props.intro}</p> : null}
      </figcaption>
      {props.children}
      {props.formula ? <p class="formula">{props.formula}</p> : null}
      {props.table ? (
        <details>
          <summary>{props.tableLabel}</summary>
          {props.table}
        </details>
      ) : null}
    </figure>
  )
}

export type Swatch = 'inside' | 'outside' | 'third' | 'fourth' | 'fifth'

const swatchFills: Record<Swatch, string> = {
  inside: 'var(--c-1)',
  outside: 'var(--c-2)',
  third: 'var(--c-3)',
  fourth: 'var(--c-4)',
  fifth: 'var(--c-5)',
}

/** What the colours and shapes of a chart mean; the shapes differ, so that the colours may fail. */
export function Legend(props: { entries: { swatch: Swatch; label: ComponentChildren }[] }) {
  return (
    <ul role="list" class="legend">
      {props.entries.map((entry) => (
        <li>
          <svg viewBox="0 0 14 14" width="14" height="14" aria-hidden="true">
            {entry.swatch === 'outside' ? (
              <circle cx="7" cy="7" r="5.5" fill={swatchFills[entry.swatch]} stroke="var(--out-line)" />
            ) : (
              <rect x="1.5" y="1.5" width="11" height="11" rx="1.5" fill={swatchFills[entry.swatch]} />
            )}
          </svg>
          {entry.label}
        </li>
      ))}
    </ul>
  )
}

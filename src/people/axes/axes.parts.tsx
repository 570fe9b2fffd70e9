import type { ComponentChildren } from 'preact'
import { Button } from '../../ui/button.tsx'
import { Input } from '../../ui/field.tsx'
import { Facts } from '../../ui/table.tsx'
import { useReaderClock } from '../../ui/time.tsx'
import { useWords } from '../../ui/words.tsx'
import type { Day, HeldPlace, NodeId } from './axes.ts'
import { axisTitle, roleWithin } from './titles.ts'

/** A day in words: "3 Mar 2026". */
export function DayWords(props: { day: Day }) {
  const { locale = 'en-GB' } = useReaderClock()
  const words = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
  return <time datetime={props.day}>{words.format(new Date(`${props.day}T00:00:00Z`))}</time>
}

/** The days of something: since when, and up to when it is known to end. */
export function Days(props: { fromOn: Day; toOn: Day | null }) {
  const say = useWords()
  const from = <DayWords day={props.fromOn} />
  return (
    <>
      {props.toOn === null
        ? say.with('from {from} | a day', { from })
        : say.with('from {from} to {to} | days', { from, to: <DayWords day={props.toOn} /> })}
    </>
  )
}

/** The address of the page of a place, as of a day unless that is today. */
export function nodePath(id: NodeId, day?: Day): string {
  return `/inside/structure/nodes/${id}${day === undefined ? '' : `?day=${day}`}`
}

/** Where a person, a space or a thread stands, axis by axis; nothing when it stands nowhere. */
export function PlacesOf(props: { places: readonly HeldPlace[] }) {
  const say = useWords()
  if (props.places.length === 0) return null
  return (
    <Facts
      facts={props.places.map((place) => ({
        term: axisTitle(say, { key: place.axis, title: place.axisTitle }),
        detail: (
          <>
            <a dir="auto" href={nodePath(place.nodeId)}>
              {place.nodeTitle}
            </a>
            {place.role !== null && place.roleTitle !== null
              ? `, ${roleWithin(say, { key: place.role, title: place.roleTitle })}`
              : null}{' '}
            <span class="small muted">
              <Days {...place} />
            </span>
          </>
        ),
      }))}
    />
  )
}

/** Choosing the day whose structure is shown. `keep`: what else the address carries. */
export function AsOf(props: {
  action: string
  day: Day
  keep: Record<string, string | undefined>
  children?: ComponentChildren
}) {
  const say = useWords()
  return (
    <form method="get" action={props.action} class="row form-column">
      {Object.entries(props.keep).map(([name, value]) =>
        value === undefined ? null : <input type="hidden" name={name} value={value} />,
      )}
      {props.children}
      <Input name="day" type="date" label={say('As of')} value={props.day} />
      <Button>{say('Show')}</Button>
    </form>
  )
}

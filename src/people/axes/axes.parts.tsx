import type { ComponentChildren } from 'preact'
import { Button } from '../../ui/button.tsx'
import { Input } from '../../ui/field.tsx'
import { Facts } from '../../ui/table.tsx'
import { useReaderClock } from '../../ui/time.tsx'
import type { Day, HeldPlace, NodeId } from './axes.ts'

/** A day in words: "3 Mar 2026". */
export function DayWords(props: { day: Day }) {
  const { locale = 'en-GB' } = useReaderClock()
  const words = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
  return <time datetime={props.day}>{words.format(new Date(`${props.day}T00:00:00Z`))}</time>
}

/** The days of something: since when, and up to when it is known to end. */
export function Days(props: { fromOn: Day; toOn: Day | null }) {
  return (
    <>
      from <DayWords day={props.fromOn} />
      {props.toOn === null ? null : (
        <>
          {' '}
          to <DayWords day={props.toOn} />
        </>
      )}
    </>
  )
}

/** The address of the page of a place, as of a day unless that is today. */
export function nodePath(id: NodeId, day?: Day): string {
  return `/inside/structure/nodes/${id}${day === undefined ? '' : `?day=${day}`}`
}

/** Where a person, a space or a thread stands, axis by axis; nothing when it stands nowhere. */
export function PlacesOf(props: { places: readonly HeldPlace[] }) {
  if (props.places.length === 0) return null
  return (
    <Facts
      facts={props.places.map((place) => ({
        term: place.axisTitle,
        detail: (
          <>
            <a href={nodePath(place.nodeId)}>{place.nodeTitle}</a>
            {place.roleTitle ? `, ${place.roleTitle.toLowerCase()}` : null}{' '}
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
  return (
    <form method="get" action={props.action} class="row form-column">
      {Object.entries(props.keep).map(([name, value]) =>
        value === undefined ? null : <input type="hidden" name={name} value={value} />,
      )}
      {props.children}
      <Input name="day" type="date" label="As of" value={props.day} />
      <Button>Show</Button>
    </form>
  )
}

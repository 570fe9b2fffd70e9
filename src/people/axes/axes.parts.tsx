import type { ComponentChildren } from 'preact'
import type { FormState } from '../../platform/http/form.ts'
import { ActionButton, Button } from '../../ui/button.tsx'
import { ErrorSummary, Input, Select } from '../../ui/field.tsx'
import { Card } from '../../ui/surface.tsx'
import { Facts, Table } from '../../ui/table.tsx'
import { useReaderClock } from '../../ui/time.tsx'
import { useWords } from '../../ui/words.tsx'
import type { Day, HeldPlace, NodeId, PlaceableNode } from './axes.ts'
import { placeFields } from './place-form.ts'
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

export interface PlacesCardProps {
  readonly places: readonly HeldPlace[]
  /** Where the viewer may let it stand; none: they may not, and where it stands is only told. */
  readonly nodes: readonly PlaceableNode[]
  /** The address that the form is sent to; `/end` below it ends. */
  readonly action: string
  readonly today: Day
  readonly form: FormState
  /** What follows from it. */
  readonly children: ComponentChildren
}

/** Where a space or a thread stands in the company, stood and will stand, and changing that for whoever may. */
export function PlacesCard(props: PlacesCardProps) {
  const say = useWords()
  const { places, nodes, action, today } = props
  if (places.length === 0 && nodes.length === 0) return null
  const isPast = ({ toOn }: HeldPlace) => toOn !== null && toOn <= today
  const mayEnd = (place: HeldPlace) => !isPast(place) && nodes.some((node) => node.id === place.nodeId)
  const acts = places.some(mayEnd)
  return (
    <Card title={say('Places in the company')} id="places">
      <div class="stack">
        <p>{props.children}</p>
        <ErrorSummary id="place-ended" title={say('Nothing was ended')} errors={{ places: props.form.errors.on }} />
        {places.length === 0 ? (
          <p class="muted">{say('It stands nowhere yet.')}</p>
        ) : (
          <Table
            caption={say('Where it stands, stood and will stand')}
            columns={[
              { label: say('Axis') },
              { label: say('Place | in the structure') },
              { label: say('Days | from which to which') },
              ...(acts ? [{ label: say('End') }] : []),
            ]}
            rows={places.map((place) => [
              <bdi>{axisTitle(say, { key: place.axis, title: place.axisTitle })}</bdi>,
              <a dir="auto" href={nodePath(place.nodeId)}>
                {place.nodeTitle}
              </a>,
              <Days {...place} />,
              ...(acts
                ? [
                    mayEnd(place) ? (
                      <ActionButton
                        action={`${action}/end`}
                        fields={{ placement: String(place.placementId) }}
                        size="s"
                        label={say('End today: it stands at {place}', { place: place.nodeTitle })}
                      >
                        {say('End today')}
                      </ActionButton>
                    ) : null,
                  ]
                : []),
            ])}
          />
        )}
        {nodes.length > 0 ? <PlaceForm {...props} /> : null}
      </div>
    </Card>
  )
}

function PlaceForm({ nodes, action, form: { values, errors }, today }: PlacesCardProps) {
  const say = useWords()
  const wrong = Object.values(placeFields).flatMap((field) => (errors[field] ? [[field, errors[field]]] : []))
  return (
    <>
      <ErrorSummary id="place-errors" title={say('It was not placed')} errors={Object.fromEntries(wrong)} />
      <form method="post" action={action} class="stack form-column">
        <Select
          name={placeFields.node}
          label={say('Let it stand at')}
          options={[
            { value: '', label: say('Choose') },
            ...nodes.map((node) => ({
              value: String(node.id),
              label: `${axisTitle(say, { key: node.axis, title: node.axisTitle })}: ${node.title}`,
            })),
          ]}
          value={values[placeFields.node]}
          error={errors[placeFields.node]}
        />
        <Input
          name={placeFields.from}
          type="date"
          label={say('From | which day on')}
          value={values[placeFields.from] ?? today}
          error={errors[placeFields.from]}
        />
        <Input
          name={placeFields.to}
          type="date"
          label={say('Up to, not including')}
          hint={say('Leave it empty when no end is known.')}
          value={values[placeFields.to]}
          error={errors[placeFields.to]}
        />
        <div>
          <Button>{say('Place it there')}</Button>
        </div>
      </form>
    </>
  )
}

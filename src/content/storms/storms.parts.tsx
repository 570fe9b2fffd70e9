import { Pill } from '../../ui/badge.tsx'
import type { IconName } from '../../ui/icons.ts'
import { Time, useReaderClock } from '../../ui/time.tsx'
import type { StormState } from './storms.ts'

export const stateWords: Record<StormState, string> = {
  before: 'Not open yet',
  open: 'Open',
  judging: 'With the judges',
  finished: 'Result announced',
}

const stateIcons: Record<StormState, IconName> = {
  before: 'clock',
  open: 'door-open',
  judging: 'hourglass-medium',
  finished: 'seal-check',
}

export function StormStatePill(props: { state: StormState }) {
  const { state } = props
  return (
    <Pill icon={stateIcons[state]} tone={state === 'open' ? 'ok' : state === 'finished' ? 'info' : undefined}>
      {stateWords[state]}
    </Pill>
  )
}

/** A moment of a session on the reader's own clock, with the name of its zone: "18 January, 9:00 CET". */
export function StormTime(props: { at: Date; now: Date }) {
  const { locale = 'en-GB', timeZone } = useReaderClock()
  const zone = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'short' })
    .formatToParts(props.at)
    .find((part) => part.type === 'timeZoneName')?.value
  return (
    <>
      <Time at={props.at} now={props.now} form="long" /> {zone}
    </>
  )
}

export function votesWords(count: number): string {
  return count === 1 ? 'vote' : 'votes'
}

export function titleOf(idea: { title: string; recalledAt: Date | null }): string {
  return idea.recalledAt ? 'An idea that was recalled' : idea.title
}

import type { Realm } from '../../platform/context.ts'
import { type Say, said } from '../../platform/languages/languages.ts'
import { Pill } from '../../ui/badge.tsx'
import type { IconName } from '../../ui/icons.ts'
import { Time, useReaderClock } from '../../ui/time.tsx'
import { useWords } from '../../ui/words.tsx'
import type { StormState } from './storms.ts'

export const stateWords: Record<StormState, string> = {
  before: said('Not open yet'),
  open: said('Open | a session is open'),
  judging: said('With the judges'),
  finished: said('Result announced'),
}

const stateIcons: Record<StormState, IconName> = {
  before: 'clock',
  open: 'door-open',
  judging: 'hourglass-medium',
  finished: 'seal-check',
}

export function StormStatePill(props: { state: StormState }) {
  const say = useWords()
  const { state } = props
  return (
    <Pill icon={stateIcons[state]} tone={state === 'open' ? 'ok' : state === 'finished' ? 'info' : undefined}>
      {say.again(stateWords[state])}
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

/** The board on which the ideas of a side stand. */
export function boardOf(realm: Realm): string {
  if (realm === 'outside') return '/ideas'
  return realm === 'bridge' ? '/inside/ideas?in=rooms' : '/inside/ideas'
}

export function titleOf(say: Say, idea: { title: string; recalledAt: Date | null }): string {
  return idea.recalledAt ? say('An idea that was recalled') : idea.title
}

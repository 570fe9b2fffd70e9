import { Pill } from '../../ui/badge.tsx'
import type { Crossing, CrossingAct } from './crossings.ts'

/** The four crossings have fixed names. */
export const actWords: Record<CrossingAct, string> = {
  'publish-out': 'Published out',
  'bring-in': 'Brought in',
  'link-across': 'Linked across',
  recall: 'Recalled',
}

/** Which act it was, and whether it was taken back since. */
export function CrossingState(props: { crossing: Crossing }) {
  const { crossing } = props
  if (crossing.recalledBy !== null) {
    return (
      <Pill icon="arrow-counter-clockwise" tone="warn">
        Published out, recalled since
      </Pill>
    )
  }
  return (
    <Pill icon={crossing.act === 'recall' ? 'arrow-counter-clockwise' : 'arrow-right'}>{actWords[crossing.act]}</Pill>
  )
}

import type { Realm } from '../../platform/context.ts'
import type { FormState } from '../../platform/http/form.ts'
import { Pill } from '../../ui/badge.tsx'
import { Input } from '../../ui/field.tsx'
import { RealmMark } from '../../ui/realm.tsx'
import type { Crossing, CrossingAct } from './crossings.ts'

/** The four crossings have fixed names. */
export const actWords: Record<CrossingAct, string> = {
  'publish-out': 'Published out',
  'bring-in': 'Brought in',
  'link-across': 'Linked across',
  recall: 'Recalled',
}

const actIcons = {
  'publish-out': 'arrow-right',
  'bring-in': 'arrow-left',
  'link-across': 'link-simple',
  recall: 'arrow-counter-clockwise',
} as const

/** Which act it was, and whether it was taken back since. */
export function CrossingState(props: { crossing: Crossing }) {
  const { crossing } = props
  if (crossing.recalledBy !== null) {
    return (
      <Pill icon="arrow-counter-clockwise" tone="warn">
        {actWords[crossing.act]}, recalled since
      </Pill>
    )
  }
  return <Pill icon={actIcons[crossing.act]}>{actWords[crossing.act]}</Pill>
}

const sides: Record<Realm, string> = { inside: 'Inside', outside: 'Outside', bridge: 'Bridge' }

/** One end of a crossing: the mark of its side and its space, by name for those who may read that space. */
export function CrossingSpace(props: { realm: Realm; title: string | null }) {
  return (
    <>
      <RealmMark realm={props.realm} word={sides[props.realm]} /> {props.title ?? 'A space that you cannot read'}
    </>
  )
}

/** Why a crossing is made: asked for by every act, and kept in its record. `usual`: what mostly is the reason. */
export function CrossingReason(props: { form: FormState; label?: string; usual?: string }) {
  const { form } = props
  return (
    <Input
      name="reason"
      label={props.label ?? 'Why'}
      hint="One sentence, kept with the record."
      maxlength={500}
      required
      value={form.values.reason ?? props.usual}
      error={form.errors.reason}
    />
  )
}

import type { Realm } from '../../platform/context.ts'
import type { FormState } from '../../platform/http/form.ts'
import { said } from '../../platform/languages/languages.ts'
import { Pill } from '../../ui/badge.tsx'
import { Input } from '../../ui/field.tsx'
import { RealmMark } from '../../ui/realm.tsx'
import { useWords } from '../../ui/words.tsx'
import type { Crossing, CrossingAct } from './crossings.ts'

/** The four crossings have fixed names. */
export const actWords: Record<CrossingAct, string> = {
  'publish-out': said('Published out'),
  'bring-in': said('Brought in'),
  'link-across': said('Linked across'),
  recall: said('Recalled'),
}

const recalledSince: Record<CrossingAct, string> = {
  'publish-out': said('Published out, recalled since'),
  'bring-in': said('Brought in, recalled since'),
  'link-across': said('Linked across, recalled since'),
  recall: said('Recalled'),
}

const actIcons = {
  'publish-out': 'arrow-right',
  'bring-in': 'arrow-left',
  'link-across': 'link-simple',
  recall: 'arrow-counter-clockwise',
} as const

/** Which act it was, and whether it was taken back since. */
export function CrossingState(props: { crossing: Crossing }) {
  const say = useWords()
  const { crossing } = props
  if (crossing.recalledBy !== null) {
    return (
      <Pill icon="arrow-counter-clockwise" tone="warn">
        {say.again(recalledSince[crossing.act])}
      </Pill>
    )
  }
  return <Pill icon={actIcons[crossing.act]}>{say.again(actWords[crossing.act])}</Pill>
}

const sides: Record<Realm, string> = { inside: said('Inside'), outside: said('Outside'), bridge: said('Bridge') }

/** One end of a crossing: the mark of its side and its space, by name for those who may read that space. */
export function CrossingSpace(props: { realm: Realm; title: string | null }) {
  const say = useWords()
  return (
    <>
      <RealmMark realm={props.realm} word={say.again(sides[props.realm])} />{' '}
      {props.title === null ? say('A space that you cannot read') : <bdi>{props.title}</bdi>}
    </>
  )
}

/** Why a crossing is made: asked for by every act, and kept in its record. `usual`: what mostly is the reason. */
export function CrossingReason(props: { form: FormState; label?: string; usual?: string }) {
  const say = useWords()
  const { form } = props
  return (
    <Input
      name="reason"
      label={props.label ?? say('Why')}
      hint={say('One sentence, kept with the record.')}
      maxlength={500}
      required
      value={form.values.reason ?? props.usual}
      error={form.errors.reason}
    />
  )
}

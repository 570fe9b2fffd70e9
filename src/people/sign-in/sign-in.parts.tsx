import type { ComponentChildren } from 'preact'
import type { Realm } from '../../platform/context.ts'
import { said } from '../../platform/languages/languages.ts'
import { Door, DoorSeam } from '../../ui/frame.tsx'
import { RealmWord } from '../../ui/realm.tsx'
import { useWords } from '../../ui/words.tsx'

const words: Readonly<Record<Realm, string>> = {
  inside: said('Inside'),
  outside: said('Outside'),
  bridge: said('Bridge'),
}

/**
 * One door with words beside it, in the frame of the two doors: for a code, an invitation, a bridge. The door stands
 * on the side on which it stands when both are shown.
 */
export function OneDoor(props: {
  realm: Realm
  title: ComponentChildren
  intro?: ComponentChildren
  /** What stands beside the door. */
  beside: ComponentChildren
  children: ComponentChildren
}) {
  const say = useWords()
  const { realm } = props
  const beside = (
    <section class="door" aria-label={say('About this')}>
      <div class="door-in">{props.beside}</div>
    </section>
  )
  const seam = <DoorSeam />
  if (realm === 'outside') {
    return (
      <>
        {beside}
        {seam}
        <OpenDoor {...props} />
      </>
    )
  }
  return (
    <>
      <OpenDoor {...props} />
      {seam}
      {beside}
    </>
  )
}

function OpenDoor(props: {
  realm: Realm
  title: ComponentChildren
  intro?: ComponentChildren
  children: ComponentChildren
}) {
  const say = useWords()
  const { realm, title, intro, children } = props
  if (realm !== 'bridge') {
    return (
      <Door realm={realm} id="door" word={say.again(words[realm])} title={title} intro={intro}>
        {children}
      </Door>
    )
  }
  return (
    <section class="door" data-realm="bridge" aria-labelledby="door">
      <div class="door-in">
        <RealmWord realm="bridge">{say.again(words.bridge)}</RealmWord>
        <h2 id="door">{title}</h2>
        {intro ? <p class="soft">{intro}</p> : null}
        {children}
      </div>
    </section>
  )
}

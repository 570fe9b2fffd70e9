import { said } from '../../platform/languages/languages.ts'
import type { IconName } from '../../ui/icons.ts'
import { Notebox } from '../../ui/surface.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { linkTo, useWords } from '../../ui/words.tsx'
import type { Measure, Side } from './moderation.tables.ts'

/** What a measure is called, for moderators and in the published totals. */
export const measureNames: Readonly<Record<Measure, string>> = {
  none: said('Nothing done'),
  hide: said('Text hidden'),
  remove: said('Text removed, with a marker'),
  slow: said('Slowed down'),
  suspend: said('Suspended from writing'),
  hold: said('Held for review'),
}

export const measureIcons: Readonly<Record<Measure, IconName>> = {
  none: 'check',
  hide: 'eye-slash',
  remove: 'trash',
  slow: 'hourglass-medium',
  suspend: 'prohibit',
  hold: 'hourglass-medium',
}

export const sideNames: Readonly<Record<Side, string>> = { outside: said('Outside'), inside: said('Inside') }

/** What the pages of moderation of one side are called together. */
export const moderationNames: Readonly<Record<Side, string>> = {
  outside: said('Moderation outside'),
  inside: said('Moderation inside'),
}

/** The pages of moderation of one side. */
export function SideTabs(props: { side: Side; current: 'queue' | 'appeals' | 'rules' }) {
  const say = useWords()
  const { side, current } = props
  return (
    <Tabs
      label={say.again(moderationNames[side])}
      tabs={[
        { href: `/moderation/${side}`, label: say('Queue'), current: current === 'queue' },
        { href: `/moderation/${side}/appeals`, label: say('Appeals'), current: current === 'appeals' },
        { href: `/moderation/${side}/rules`, label: say('Rules of writing'), current: current === 'rules' },
      ]}
    />
  )
}

/** What the author of a hidden text reads beside it. */
export function HiddenNote(props: { isReply: boolean; statement: number; isHeld: boolean }) {
  const say = useWords()
  const { isReply, isHeld } = props
  const a = linkTo(`/moderation/statements/${props.statement}`)
  return (
    <Notebox tone="info" icon={isHeld ? 'hourglass-medium' : 'eye-slash'} role="status">
      {isHeld
        ? isReply
          ? say.with(
              'What you wrote below is saved and waits for a moderator. Until then you and the moderators read it. <a>Why it waits</a>',
              { a },
            )
          : say.with(
              'Your text is saved and waits for a moderator. Until then you and the moderators read it. <a>Why it waits</a>',
              { a },
            )
        : isReply
          ? say.with(
              'What you wrote below is hidden by moderation. You and the moderators still read it. <a>Why, and how to contest it</a>',
              { a },
            )
          : say.with(
              'Your text is hidden by moderation. You and the moderators still read it. <a>Why, and how to contest it</a>',
              { a },
            )}
    </Notebox>
  )
}

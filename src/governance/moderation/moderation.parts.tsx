import type { IconName } from '../../ui/icons.ts'
import { Notebox } from '../../ui/surface.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import type { Measure, Side } from './moderation.tables.ts'

/** What a measure is called, for moderators and in the published totals. */
export const measureNames: Readonly<Record<Measure, string>> = {
  none: 'Nothing done',
  hide: 'Text hidden',
  remove: 'Text removed, with a marker',
  slow: 'Slowed down',
  suspend: 'Suspended from writing',
  hold: 'Held for review',
}

export const measureIcons: Readonly<Record<Measure, IconName>> = {
  none: 'check',
  hide: 'eye-slash',
  remove: 'trash',
  slow: 'hourglass-medium',
  suspend: 'prohibit',
  hold: 'hourglass-medium',
}

export const sideNames: Readonly<Record<Side, string>> = { outside: 'Outside', inside: 'Inside' }

/** The pages of moderation of one side. */
export function SideTabs(props: { side: Side; current: 'queue' | 'appeals' | 'rules' }) {
  const { side, current } = props
  return (
    <Tabs
      label={`Moderation ${side}`}
      tabs={[
        { href: `/moderation/${side}`, label: 'Queue', current: current === 'queue' },
        { href: `/moderation/${side}/appeals`, label: 'Appeals', current: current === 'appeals' },
        { href: `/moderation/${side}/rules`, label: 'Rules of writing', current: current === 'rules' },
      ]}
    />
  )
}

/** What the author of a hidden text reads beside it. */
export function HiddenNote(props: { what: string; statement: number; isHeld: boolean }) {
  const { what, statement, isHeld } = props
  return (
    <Notebox tone="info" icon={isHeld ? 'hourglass-medium' : 'eye-slash'} role="status">
      {isHeld
        ? `${what} is saved and waits for a moderator. Until then you and the moderators read it. `
        : `${what} is hidden by moderation. You and the moderators still read it. `}
      <a href={`/moderation/statements/${statement}`}>{isHeld ? 'Why it waits' : 'Why, and how to contest it'}</a>
    </Notebox>
  )
}

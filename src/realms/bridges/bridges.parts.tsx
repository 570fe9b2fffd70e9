import { Pill } from '../../ui/badge.tsx'
import { type Bridge, isWorking } from './bridges.ts'

/** Where a bridge stands in its life: proposed, working, ended. */
export function BridgeState(props: { bridge: Bridge }) {
  const { bridge } = props
  if (bridge.endedAt) return <Pill icon="link-break">Ended</Pill>
  if (isWorking(bridge))
    return (
      <Pill icon="check-circle" tone="ok">
        Working
      </Pill>
    )
  return <Pill icon="hourglass-medium">Waits for a yes</Pill>
}

/** What passes, in words. */
export function passesWords(bridge: Pick<Bridge, 'bringsIn' | 'publishesOut'>): string {
  if (bridge.bringsIn && bridge.publishesOut) return 'Both ways'
  return bridge.bringsIn ? 'In only' : 'Out only'
}

import { said } from '../../platform/languages/languages.ts'
import { Pill } from '../../ui/badge.tsx'
import { useWords } from '../../ui/words.tsx'
import { type Bridge, isWorking } from './bridges.ts'

/** Where a bridge stands in its life: proposed, working, ended. */
export function BridgeState(props: { bridge: Bridge }) {
  const say = useWords()
  const { bridge } = props
  if (bridge.endedAt) return <Pill icon="link-break">{say('Ended')}</Pill>
  if (isWorking(bridge))
    return (
      <Pill icon="check-circle" tone="ok">
        {say('Working')}
      </Pill>
    )
  return <Pill icon="hourglass-medium">{say('Waits for a yes')}</Pill>
}

/** What passes, in words for `say.again`. */
export function passesWords(bridge: Pick<Bridge, 'bringsIn' | 'publishesOut'>): string {
  if (bridge.bringsIn && bridge.publishesOut) return said('Both ways')
  return bridge.bringsIn ? said('In only') : said('Out only')
}

import { ActionButton } from '../../ui/button.tsx'
import type { ListedGrant } from './listing.ts'

/** Ends one grant. */
export function EndGrant(props: { grant: Pick<ListedGrant, 'id' | 'whom'>; path: string }) {
  return (
    <ActionButton
      action={`${props.path}/end`}
      fields={{ grant: String(props.grant.id) }}
      size="s"
      label={`End this right of ${props.grant.whom}`}
    >
      End
    </ActionButton>
  )
}

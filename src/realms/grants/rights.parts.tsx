import { ActionButton } from '../../ui/button.tsx'
import { useWords } from '../../ui/words.tsx'
import { type ListedGrant, rightWords } from './listing.ts'

/** Whom a grant is for and what it lets them do. */
export function GrantWords(props: { grant: Pick<ListedGrant, 'whom' | 'right'>; muted?: boolean }) {
  const say = useWords()
  const { whom, right } = props.grant
  return (
    <>
      {say.with('{whom} <right>{does}</right>', {
        whom: <bdi>{say.again(whom)}</bdi>,
        does: say.again(rightWords[right]),
        right: (words) => (props.muted ? <span class="muted">{words}</span> : words),
      })}
    </>
  )
}

/** Ends one grant. */
export function EndGrant(props: { grant: Pick<ListedGrant, 'id' | 'whom'>; path: string }) {
  const say = useWords()
  return (
    <ActionButton
      action={`${props.path}/end`}
      fields={{ grant: String(props.grant.id) }}
      size="s"
      label={say('End this right of {whom}', { whom: say.again(props.grant.whom) })}
    >
      {say('End')}
    </ActionButton>
  )
}

import type { ComponentChildren } from 'preact'
import type { PersonCard } from '../../people/accounts/accounts.ts'
import type { AccountId } from '../../platform/ids.ts'
import { CrossingPreview } from '../../ui/crossing.tsx'
import type { WordingPreview } from './wordings.ts'

export interface CargoProps {
  readonly preview: WordingPreview
  readonly people: ReadonlyMap<AccountId, PersonCard>
  /** Under whose name it will stand; undefined while that is open. */
  readonly publisher: string | undefined
  readonly actions: ComponentChildren
  readonly log: ComponentChildren
  readonly choice?: { readonly heading: string; readonly children: ComponentChildren }
}

/** Exactly what would leave, beside what stays. */
export function CargoPreview(props: CargoProps) {
  const { preview, people, publisher } = props
  const { wording, agreed } = preview
  const nameOf = (id: AccountId) => people.get(id)?.displayName ?? 'a former colleague'
  const agreedBy = wording.agreedBy.map(nameOf)
  return (
    <CrossingPreview
      direction="out"
      title="Publish out: this is exactly what leaves"
      status={
        agreed.allowed
          ? { icon: 'check-circle', label: agreedBy.length > 0 ? `Agreed by ${agreedBy.join(', ')}` : agreed.because }
          : { icon: 'circle-dashed', label: 'Not agreed yet' }
      }
      note="Nothing is sent until you confirm"
      inside={{ heading: `Wording by ${nameOf(wording.writtenBy)}`, html: preview.html }}
      outside={{
        heading: `Public answer by ${publisher ?? 'the official voice who publishes it'}`,
        html: preview.html,
      }}
      goes={{
        heading: 'Goes out',
        lines: [
          `${counted(preview.words, 'word')}, one name: ${publisher ?? 'whoever publishes it'}`,
          `Read by: ${preview.audience}`,
          `Told: ${preview.askedBy}${preview.sameHere > 0 ? ` and ${preview.sameHere} who said “same here”` : ''}`,
          ...(preview.namesInText.length > 0
            ? [`Names of colleagues in the text: ${preview.namesInText.join(', ')}`]
            : []),
        ],
      }}
      stays={{
        heading: 'Stays inside',
        lines: [
          `${counted(preview.stays.messages, 'message')} of ${counted(preview.stays.people, 'person', 'people')}`,
          ...(preview.stays.wordings > 0 ? [counted(preview.stays.wordings, 'earlier wording')] : []),
          'That there was a swarm, and who agreed',
        ],
      }}
      {...(props.choice && { choice: props.choice })}
      log={props.log}
      actions={props.actions}
    />
  )
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}

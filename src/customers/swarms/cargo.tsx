import type { ComponentChildren } from 'preact'
import type { PersonCard } from '../../people/accounts/accounts.ts'
import type { AccountId } from '../../platform/ids.ts'
import { CrossingPreview } from '../../ui/crossing.tsx'
import { useWords } from '../../ui/words.tsx'
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
  const say = useWords()
  const { preview, people, publisher } = props
  const { wording, agreed, askedBy, sameHere, stays } = preview
  const nameOf = (id: AccountId) => people.get(id)?.displayName ?? say('a former colleague')
  const agreedBy = wording.agreedBy.map(nameOf)
  return (
    <CrossingPreview
      direction="out"
      title={say('Publish out: this is exactly what leaves')}
      status={
        agreed.allowed
          ? {
              icon: 'check-circle',
              label:
                agreedBy.length > 0
                  ? say('Agreed by {names}', { names: agreedBy.join(', ') })
                  : say.again(agreed.because),
            }
          : { icon: 'circle-dashed', label: say('Not agreed yet') }
      }
      note={say('Nothing is sent until you confirm')}
      inside={{ heading: say('Wording by {name}', { name: nameOf(wording.writtenBy) }), html: preview.html }}
      outside={{
        heading: say('Public answer by {name}', { name: publisher ?? say('the official voice who publishes it') }),
        html: preview.html,
      }}
      goes={{
        heading: say('Goes out'),
        lines: [
          say('{count} words, one name: {name}', {
            count: preview.words,
            name: publisher ?? say('whoever publishes it'),
          }),
          say('Read by: {readers}', { readers: preview.audience }),
          sameHere > 0
            ? say('Told: {name} and {count} who said “same here”', { name: askedBy, count: sameHere })
            : say('Told: {name}', { name: askedBy }),
          ...(preview.namesInText.length > 0
            ? [say('Names of colleagues in the text: {names}', { names: preview.namesInText.join(', ') })]
            : []),
        ],
      }}
      stays={{
        heading: say('Stays inside'),
        lines: [
          say('{count} messages of {people}', {
            count: stays.messages,
            people: say('{count} people | whose messages they are', { count: stays.people }),
          }),
          ...(stays.wordings > 0 ? [say('{count} earlier wordings', { count: stays.wordings })] : []),
          say('That there was a swarm, and who agreed'),
        ],
      }}
      {...(props.choice && { choice: props.choice })}
      log={props.log}
      actions={props.actions}
    />
  )
}

import { said } from '../../platform/languages/languages.ts'
import { SegmentedChoice } from '../../ui/tabs.tsx'
import { useWords } from '../../ui/words.tsx'
import { type NoticeKind, type NoticePace, type NoticeTopic, noticeTopics, paceWords } from './notice-kinds.ts'

const topicWords: Readonly<Record<NoticeTopic, string>> = {
  answers: said('What you ask and write'),
  ideas: said('Ideas and sessions'),
  following: said('What you follow'),
  people: said('People you know'),
  work: said('Swarms, guests and rights'),
  moderation: said('Moderation'),
}

export interface Pace {
  readonly kind: NoticeKind
  readonly pace: NoticePace
}

/**
 * How soon each kind goes by mail, by what the kinds are about. Sends `pace-<kind>` for each, and `all-<topic>`, which
 * is empty unless one pace is to hold for all of a topic.
 */
export function PaceChoices(props: { paces: readonly Pace[]; values: Readonly<Record<string, string>> }) {
  const say = useWords()
  const { paces, values } = props
  const choices = Object.entries(paceWords).map(([value, label]) => ({ value, label: say.again(label) }))
  return (
    <>
      {noticeTopics.map((topic) => {
        const kinds = paces.filter(({ kind }) => kind.about === topic)
        return kinds.length === 0 ? null : (
          <section class="paces" aria-labelledby={`topic-${topic}`}>
            <header>
              <h2 id={`topic-${topic}`}>{say.again(topicWords[topic])}</h2>
              {kinds.length > 1 ? <AllOfThese topic={topic} choices={choices} value={values[`all-${topic}`]} /> : null}
            </header>
            {kinds.map(({ kind, pace }) => (
              <div class="pace">
                <span id={`pace-${kind.name}`}>{say.again(kind.label)}</span>
                <SegmentedChoice
                  labelledBy={`pace-${kind.name}`}
                  name={`pace-${kind.name}`}
                  value={values[`pace-${kind.name}`] ?? pace}
                  choices={choices}
                />
              </div>
            ))}
          </section>
        )
      })}
    </>
  )
}

function AllOfThese(props: {
  topic: NoticeTopic
  choices: readonly { value: string; label: string }[]
  value: string | undefined
}) {
  const say = useWords()
  const name = `all-${props.topic}`
  return (
    <p class="row tight">
      <label for={name} class="small soft">
        {say('All of these')}
      </label>
      <select class="select s" id={name} name={name}>
        <option value="">{say('each as below')}</option>
        {props.choices.map(({ value, label }) => (
          <option value={value} selected={value === props.value}>
            {label}
          </option>
        ))}
      </select>
    </p>
  )
}

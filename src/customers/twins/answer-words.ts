import { type Day, type IdeaStage, stageWords } from '../../content/ideas/ideas.ts'

/** What the company says of an idea in public. */
export interface Answer {
  readonly stage: IdeaStage
  readonly reason: string
  readonly part: string | null
  readonly answerBy: Day | null
}

/** Every public word of an answer, as the crossing log keeps them: stage, part, reason, and the day of the next answer. */
export function answerText(answer: Answer): string {
  const head = answer.part ? `${stageWords[answer.stage]}: ${answer.part}` : stageWords[answer.stage]
  const tail = answer.answerBy ? [`Next answer by ${answer.answerBy}`] : []
  return [head, answer.reason, ...tail].join('\n\n')
}

/** A reason with the thanks to those who agreed to be named; as it is when nobody did. */
export function withThanks(reason: string, names: readonly string[]): string {
  if (names.length === 0) return reason
  const list = names.length === 1 ? names[0] : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
  return `${reason}\n\nWith thanks to ${list}.`
}

/**
 * What riders write about. In braces stand slots that `phrases.ts` fills: {model}, {km}, {temp}, {percent}, {place},
 * {when}, {route}, {company}. A question is one title, then one sentence of each list.
 */
export interface Topic {
  readonly tags: readonly string[]
  readonly models: readonly string[]
  /** Every title goes with every sentence and answer; otherwise those at the same place belong together. */
  readonly mixed?: true
  readonly titles: readonly string[]
  readonly seen: readonly string[]
  readonly tried: readonly string[]
  readonly asks: readonly string[]
  readonly answers: readonly string[]
  /** What the company says, where it says something. */
  readonly official?: string
}

export const allModels: readonly string[] = ['Tide 3', 'Tide 2', 'Cairn', 'Porter', 'Loop']

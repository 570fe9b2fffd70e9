/** What the words under which something was filed elsewhere (tags, a category) say of its type and of how it stands. */

/** How an idea stands, in the words of `content/ideas`; `part` belongs to "partly done". */
interface ForeignStage {
  readonly stage: 'under-review' | 'already-offered' | 'planned' | 'partly-done' | 'done' | 'not-planned'
  /** Used when no better reason is found; empty where none is needed. */
  readonly reason: string
  readonly part?: string
}

const types: readonly (readonly ['idea' | 'problem' | 'praise', RegExp])[] = [
  ['idea', /^(feature-?requests?|features?|ideas?|suggestions?|wish-?list|improvements?|enhancements?)$/],
  ['problem', /^(bugs?|bug-?reports?|problems?|issues?|defects?)$/],
  ['praise', /^(praise|kudos|thanks|thank-you|testimonials?)$/],
]

/** The type that any of these words means; a question when none does. The first type in the order above wins. */
export function typeOf(words: readonly string[]): 'question' | 'idea' | 'problem' | 'praise' {
  const plain = words.map(plainWord)
  return types.find(([, pattern]) => plain.some((word) => pattern.test(word)))?.[0] ?? 'question'
}

/** What a Stack Exchange meta site files under its two tags that are no question. */
export function typeOfTags(tags: readonly string[]): 'question' | 'idea' | 'problem' {
  return tags.includes('feature-request') ? 'idea' : tags.includes('bug') ? 'problem' : 'question'
}

const noReason = 'The reason was not given where this came from.'

const stages: readonly (readonly [RegExp, ForeignStage])[] = [
  [/^(completed|done|implemented|shipped|released|delivered)$/, { stage: 'done', reason: '' }],
  [
    /^(partly-?done|partially-?(done|completed|implemented))$/,
    { stage: 'partly-done', reason: '', part: noReason.replace('reason', 'part') },
  ],
  [/^(declined|rejected|wont-?fix|not-planned|wontdo)$/, { stage: 'not-planned', reason: noReason }],
  [/^by-?design$/, { stage: 'not-planned', reason: 'It works this way on purpose.' }],
  [/^norepro$/, { stage: 'not-planned', reason: 'What it asks to change could not be found as described.' }],
  [/^(already-?(offered|exists|possible))$/, { stage: 'already-offered', reason: '' }],
  [/^(planned|accepted|started|in-progress|in-development)$/, { stage: 'planned', reason: '' }],
  [/^(deferred|postponed|later)$/, { stage: 'under-review', reason: 'It was put off for later.' }],
  [
    /^(review|under-review|reviewing|considering|under-consideration|reproduced)$/,
    { stage: 'under-review', reason: '' },
  ],
]

/** How an idea stands by its tags (`status-declined`, `planned`); undefined when none of them says. */
export function stageOf(tags: readonly string[]): ForeignStage | undefined {
  const plain = tags.map((tag) => plainWord(tag).replace(/^status-/, ''))
  return stages.find(([pattern]) => plain.some((word) => pattern.test(word)))?.[1]
}

/** How a problem stands, in the words of `content/questions`, and what is said with it when nothing better is found. */
interface ForeignState {
  readonly state: 'confirmed' | 'fixed' | 'no-fault'
  readonly note: string
}

// A refusal to mend something is no word on whether it is a fault: such a problem stays reported.
const states: readonly (readonly [RegExp, ForeignState])[] = [
  [/^(completed|fixed|done|resolved)$/, { state: 'fixed', note: 'It was fixed where this came from.' }],
  [/^by-?design$/, { state: 'no-fault', note: 'It works this way on purpose.' }],
  [/^(norepro|no-repro|cannot-reproduce)$/, { state: 'no-fault', note: 'It could not be found as described.' }],
  [/^(reproduced|confirmed|planned|deferred)$/, { state: 'confirmed', note: '' }],
]

/** How a problem stands by its tags (`status-completed`, `fixed`); undefined when none of them says. */
export function problemStateOf(tags: readonly string[]): ForeignState | undefined {
  const plain = tags.map((tag) => plainWord(tag).replace(/^status-/, ''))
  return states.find(([pattern]) => plain.some((word) => pattern.test(word)))?.[1]
}

function plainWord(word: string): string {
  return word.toLowerCase().replace(/[\s_]+/g, '-')
}

/** One rule of conduct: what a flag names, and what a decision stands on. Its key is stored: never rename it. */
interface ConductRule {
  readonly name: string
  readonly text: string
  /** How much one flag under this rule weighs in the queue. */
  readonly weight: 1 | 2 | 3
}

export const conductRules = {
  spam: { name: 'Spam or advertising', text: 'Nothing is sold or spread here that nobody asked for.', weight: 1 },
  insult: { name: 'Insult or hatred', text: 'Speak about the matter, and not against people.', weight: 2 },
  private: {
    name: 'Somebody’s private data',
    text: 'Names, addresses, numbers and pictures of others are theirs to share.',
    weight: 3,
  },
  unlawful: { name: 'Against the law', text: 'What the law forbids stands nowhere here.', weight: 3 },
  pretence: { name: 'Pretending to be somebody else', text: 'Everybody writes as who they are.', weight: 2 },
  'off-topic': { name: 'Not about this', text: 'A text belongs where people look for it.', weight: 1 },
} as const satisfies Record<string, ConductRule>

export type RuleKey = keyof typeof conductRules

export const ruleKeys = Object.keys(conductRules) as [RuleKey, ...RuleKey[]]

import { said } from '../../platform/languages/languages.ts'

/** One rule of conduct: what a flag names, and what a decision stands on. Its key is stored: never rename it. */
interface ConductRule {
  readonly name: string
  readonly text: string
  /** How much one flag under this rule weighs in the queue. */
  readonly weight: 1 | 2 | 3
}

export const conductRules = {
  spam: {
    name: said('Spam or advertising'),
    text: said('Nothing is sold or spread here that nobody asked for.'),
    weight: 1,
  },
  insult: { name: said('Insult or hatred'), text: said('Speak about the matter, and not against people.'), weight: 2 },
  private: {
    name: said('Somebody’s private data'),
    text: said('Names, addresses, numbers and pictures of others are theirs to share.'),
    weight: 3,
  },
  unlawful: { name: said('Against the law'), text: said('What the law forbids stands nowhere here.'), weight: 3 },
  pretence: {
    name: said('Pretending to be somebody else'),
    text: said('Everybody writes as who they are.'),
    weight: 2,
  },
  'off-topic': { name: said('Not about this'), text: said('A text belongs where people look for it.'), weight: 1 },
} as const satisfies Record<string, ConductRule>

export type RuleKey = keyof typeof conductRules

export const ruleKeys = Object.keys(conductRules) as [RuleKey, ...RuleKey[]]

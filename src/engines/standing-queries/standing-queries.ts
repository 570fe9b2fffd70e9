/** The engine's front door: the language, the matcher, explain, and the plain evaluator that they are checked against. */
export { explain, type Explanation, matches, type TextSpan } from './explain.ts'
export * from './language.shared.ts'
export { createMatcher, type Matcher, type MatcherOptions, type Registered, type RegisterOptions } from './matcher.ts'
export { naivelyMatches } from './naive.ts'
export type { Post } from './post.ts'

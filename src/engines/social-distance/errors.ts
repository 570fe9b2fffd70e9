/** What can go wrong, by code; the message says which number was wrong and what was allowed. */
export type SocialDistanceCode =
  | 'bad-person'
  | 'self-tie'
  | 'bad-maximum'
  | 'bad-rule'
  | 'bad-size'
  | 'bad-ties'
  | 'bad-snapshot'
  | 'full'
  | 'writer-stopped'

/** The one error of this library. */
export class SocialDistanceError extends RangeError {
  readonly code: SocialDistanceCode

  constructor(code: SocialDistanceCode, message: string) {
    super(message)
    this.name = 'SocialDistanceError'
    this.code = code
  }
}

/** Ends the present work with a coded error. */
export function refuse(code: SocialDistanceCode, message: string): never {
  throw new SocialDistanceError(code, message)
}

/** Throws `bad-person` unless `person` is a whole number from 0 to `people` - 1. */
export function checkPerson(person: number, people: number): void {
  if (!(person >= 0 && person < people && (person | 0) === person)) {
    refuse('bad-person', `person ${person} is not a whole number from 0 to ${people - 1}`)
  }
}

/** Throws `bad-person` for either end and `self-tie` when both are the same. */
export function checkTie(a: number, b: number, people: number): void {
  checkPerson(a, people)
  checkPerson(b, people)
  if (a === b) refuse('self-tie', `person ${a} cannot be tied to or block themselves`)
}

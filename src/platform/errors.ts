import { type Said, english, said } from './languages/languages.ts'

/**
 * The five errors that a front door may throw. One place (`web/errors.tsx`) turns them into pages, problem JSON
 * and log lines; anything else that is thrown is a bug and answers 500 with a request id.
 *
 * Each carries a code such as `questions.already-accepted` for programs and a sentence for people, marked by `said` so
 * that everybody reads it in their own language.
 */
export class TangoError extends Error {
  readonly code: string
  readonly status: number
  /** The sentence for `say.again`; `message` is the same in English. */
  readonly said: Said
  constructor(code: string, status: number, message: Said) {
    super(english.again(message))
    this.code = code
    this.status = status
    this.said = message
  }
}

/** Absent, or not visible to this viewer: the two are never told apart. */
export class NotFound extends TangoError {
  constructor(code = 'not-found', message: Said = said('There is nothing here that you can see.')) {
    super(code, 404, message)
  }
}

/** What was asked for; undefined when it is not there any more. For listeners and jobs, which may come late. */
export async function unlessGone<Found>(asked: Promise<Found>): Promise<Found | undefined> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof NotFound) return undefined
    throw error
  }
}

/** An action that is refused on something the viewer can see. The message gives the reason and the way on. */
export class Forbidden extends TangoError {
  constructor(code: string, message: Said) {
    super(code, 403, message)
  }
}

/** Input that cannot be taken. `fields` maps a field's name to what is wrong with it and what to do. */
export class Invalid extends TangoError {
  /** In English, for programs. */
  readonly fields: Readonly<Record<string, string>>
  readonly saidFields: Readonly<Record<string, Said>>
  constructor(code: string, fields: Readonly<Record<string, Said>>) {
    const words = Object.entries(fields).map(([name, said]) => [name, english.again(said)] as const)
    super(code, 422, words.map(([, sentence]) => sentence).join(' '))
    this.fields = Object.fromEntries(words)
    this.saidFields = fields
  }
}

/** The thing changed meanwhile, or is already so. */
export class Conflict extends TangoError {
  constructor(code: string, message: Said) {
    super(code, 409, message)
  }
}

/** Too much at once. `afterSeconds` says when to come back. */
export class TryLater extends TangoError {
  readonly afterSeconds: number
  constructor(code: string, message: Said, afterSeconds: number) {
    super(code, 429, message)
    this.afterSeconds = afterSeconds
  }
}

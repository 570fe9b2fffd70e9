/**
 * The five errors that a front door may throw. One place (`web/errors.tsx`) turns them into pages, problem JSON
 * and log lines; anything else that is thrown is a bug and answers 500 with a request id.
 *
 * Each carries a code such as `questions.already-accepted` for programs and a sentence for people.
 */
export class TangoError extends Error {
  readonly code: string
  readonly status: number
  constructor(code: string, status: number, message: string) {
    super(message)
    this.code = code
    this.status = status
  }
}

/** Absent, or not visible to this viewer: the two are never told apart. */
export class NotFound extends TangoError {
  constructor(code = 'not-found', message = 'There is nothing here that you can see.') {
    super(code, 404, message)
  }
}

/** An action that is refused on something the viewer can see. The message gives the reason and the way on. */
export class Forbidden extends TangoError {
  constructor(code: string, message: string) {
    super(code, 403, message)
  }
}

/** Input that cannot be taken. `fields` maps a field's name to what is wrong with it and what to do. */
export class Invalid extends TangoError {
  readonly fields: Readonly<Record<string, string>>
  constructor(code: string, fields: Readonly<Record<string, string>>) {
    super(code, 422, Object.values(fields).join(' '))
    this.fields = fields
  }
}

/** The thing changed meanwhile, or is already so. */
export class Conflict extends TangoError {
  constructor(code: string, message: string) {
    super(code, 409, message)
  }
}

/** Too much at once. `afterSeconds` says when to come back. */
export class TryLater extends TangoError {
  readonly afterSeconds: number
  constructor(code: string, message: string, afterSeconds: number) {
    super(code, 429, message)
    this.afterSeconds = afterSeconds
  }
}

/**
 * A reason why Tango cannot start (or a command cannot run) that the operator can mend.
 *
 * The message is one line: what is wrong and what to do. It is printed without a stack, never carries a
 * password, and the program ends with exit code 1.
 */
export class StartError extends Error {
  override name = 'StartError'
}

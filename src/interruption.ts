/** Being told to stop, by Ctrl-C or SIGTERM: once politely, and at once when somebody insists. */

const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const
type Signal = keyof typeof exitCodes

/** npm passes a Ctrl-C on that the terminal has sent to us already: what comes so soon after is the same one. */
const echoMilliseconds = 1000

/** A command was told to stop before it was done. */
export class Interrupted extends Error {
  readonly exitCode: number
  constructor(signal: Signal) {
    super(`Stopped by ${signal} before it was done: run the command again.`)
    this.exitCode = exitCodes[signal]
  }
}

/** Calls `stop` at the first signal; a later one ends the process where it stands. */
export function onSignal(stop: (signal: Signal) => void): void {
  let first: number | undefined
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (first === undefined) {
        first = Date.now()
        stop(signal)
      } else if (Date.now() - first > echoMilliseconds) process.exit(exitCodes[signal])
    })
  }
}

/**
 * Does the work until it is done or a signal comes. Then `cutOff` takes the ground away, and the work gets 5 s to fail
 * and clean up behind itself.
 *
 * @throws Interrupted when a signal came first, and whatever the work throws.
 */
export async function interruptible<T>(work: () => Promise<T>, cutOff: () => Promise<void>): Promise<T> {
  const { promise: given, reject: giveUp } = Promise.withResolvers<never>()
  let by: Signal | undefined
  onSignal((signal) => {
    by = signal
    setTimeout(() => giveUp(new Interrupted(signal)), 5000).unref()
    void cutOff()
  })
  try {
    return await Promise.race([work(), given])
  } catch (error) {
    throw by ? new Interrupted(by) : error
  }
}

/**
 * Structured log lines: one JSON object a line, with the request id where there is one. No personal data, token or
 * password ever: callers pass ids and counts, and the fields that could carry more are refused by name.
 */
export interface Log {
  debug(message: string, fields?: LogFields): void
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  error(message: string, fields?: LogFields): void
  with(fields: LogFields): Log
}

export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>

const levels = ['debug', 'info', 'warn', 'error'] as const
export type LogLevel = (typeof levels)[number]

const neverLogged = /email|address|password|token|cookie|secret|code$|name$|body|title|query/i

export function makeLog(level: LogLevel, write: (line: string) => void, base: LogFields = {}): Log {
  const lowest = levels.indexOf(level)
  const at = (lineLevel: LogLevel) => (message: string, fields?: LogFields) => {
    if (levels.indexOf(lineLevel) < lowest) return
    const own = { time: new Date().toISOString(), level: lineLevel, message }
    write(JSON.stringify({ ...own, ...base, ...permitted(fields), ...own }))
  }
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    with: (fields) => makeLog(level, write, { ...base, ...permitted(fields) }),
  }
}

function permitted(fields: LogFields = {}): LogFields {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, neverLogged.test(key) ? '…' : value]))
}

/** Says what went wrong without saying whom it concerned: a driver's message may quote the row it failed on. */
export function describeError(error: unknown): LogFields {
  if (!(error instanceof Error)) return { kind: typeof error }
  const { code, constraint, table } = error as Error & { code?: string; constraint?: string; table?: string }
  const where = framesOf(error).slice(0, 6).join(' | ')
  return { kind: error.name, sqlState: code, constraint, table, where }
}

/** The places in the code alone: the message before them may have lines that look like places. */
function framesOf(error: Error): string[] {
  const { stack = '', message } = error
  const places = message === '' ? stack : stack.split(message).at(-1)!
  return places.split('\n').filter((line) => /^ {4}at .*[:(]\w/.test(line))
}

export const silentLog: Log = makeLog('error', () => {})

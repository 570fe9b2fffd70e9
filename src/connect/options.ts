import type { z } from 'zod'
import { Invalid } from '../platform/errors.ts'

/** Reads a command's options with the same schema as the pages use. Throws Invalid, naming each option and what to do. */
export function parseOptions<Schema extends z.ZodType>(schema: Schema, options: unknown): z.output<Schema> {
  const parsed = schema.safeParse(options)
  if (parsed.success) return parsed.data
  throw new Invalid(
    'options',
    Object.fromEntries(parsed.error.issues.map((issue) => [`--${issue.path.join('-') || 'options'}`, issue.message])),
  )
}

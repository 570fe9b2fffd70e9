import { z } from 'zod'
import { said } from '../../platform/languages/languages.ts'

/** One line of typed text: no control characters, no invisible direction marks, single spaces. */
export function cleanLine(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, ' ')
    .replace(/[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}

/** A mail address as it is stored and compared: without space around it, in small letters. */
export function cleanEmail(text: string): string {
  return text.trim().toLowerCase()
}

export const displayNameSchema = z
  .string()
  .transform(cleanLine)
  .pipe(
    z
      .string()
      .min(1, said('Write the name that others will see.'))
      .max(120, said('Keep the name under 120 characters.')),
  )

export const emailSchema = z
  .string()
  .transform(cleanEmail)
  .pipe(
    z
      .string()
      .max(254, said('This address is too long.'))
      .pipe(z.email(said('Write a mail address, such as name@example.org.'))),
  )

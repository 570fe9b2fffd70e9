import { z } from 'zod'
import type { Ctx } from '../../platform/context.ts'
import { NotFound } from '../../platform/errors.ts'
import { announce } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'
import { ownLanguages, said } from '../../platform/languages/languages.ts'
import { cleanMarkdown } from '../../platform/text/markdown.ts'
import { demand } from '../../platform/verdict.ts'
import { mayChangeAccount } from './accounts.access.ts'
import { profileChanged } from './accounts.events.ts'
import { updateAccount } from './accounts.queries.ts'
import { cleanLine, displayNameSchema } from './names.ts'

/** Every time zone that dates can be written in. */
export const timeZones: readonly string[] = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])]

/** Languages and ways of writing dates and numbers, by their language tag: those that pages are written in, and more. */
export const locales: Readonly<Record<string, string>> = {
  ...Object.fromEntries(ownLanguages.all.map(({ tag, name }) => [tag, name])),
  en: 'English',
  'en-GB': 'English, United Kingdom',
  'en-US': 'English, United States',
  de: 'Deutsch',
  es: 'Español',
  fr: 'Français',
  it: 'Italiano',
  nl: 'Nederlands',
  pl: 'Polski',
  pt: 'Português',
  sv: 'Svenska',
}

export const profileSchema = z.object({
  displayName: displayNameSchema,
  jobTitle: z
    .string()
    .transform(cleanLine)
    .pipe(z.string().max(120, said('Keep it under 120 characters.')))
    .default(''),
  /** Absent: as it is. Of a member outside it reaches as far as they chose. */
  about: z
    .string()
    .transform(cleanMarkdown)
    .pipe(z.string().max(4000, said('Keep it under 4,000 characters.')))
    .optional(),
  timeZone: z
    .string()
    .refine((zone) => timeZones.includes(zone), said('Choose a time zone from the list.'))
    .default('UTC'),
  locale: z
    .string()
    .refine((tag) => Object.hasOwn(locales, tag), said('Choose one from the list.'))
    .default('en'),
})

/** Changes the language of an account and how dates are written for it; the viewer's own alone. */
export async function chooseLocale(ctx: Ctx, id: AccountId, locale: string): Promise<void> {
  demand(mayChangeAccount(ctx.viewer, id))
  if (!(await updateAccount(ctx, id, { locale }))) throw new NotFound('accounts.not-found')
}

/** Changes what somebody shows of themselves; their own account only. The handle stays: addresses that were given out hold. */
export async function updateProfile(ctx: Ctx, id: AccountId, input: z.input<typeof profileSchema>): Promise<void> {
  demand(mayChangeAccount(ctx.viewer, id))
  const { about, ...rest } = profileSchema.parse(input)
  const change = about === undefined ? rest : { ...rest, about }
  await ctx.transaction(async (inside) => {
    if (!(await updateAccount(inside, id, change))) throw new NotFound('accounts.not-found')
    await announce(inside, profileChanged, { accountId: id })
  })
}

import type { Context } from 'hono'
import { z } from 'zod'
import type { AccountViewer } from '../../platform/context.ts'
import { getAccount, timeZones, updateProfile } from '../../people/accounts/accounts.ts'
import { Invalid, NotFound } from '../../platform/errors.ts'
import { said } from '../../platform/languages/languages.ts'
import type { Routes, WebEnv } from '../../platform/http/env.ts'
import { type FormState, emptyForm, readForm, takeForm } from '../../platform/http/form.ts'
import { type ReaderClock, getClock } from '../digests/digests.ts'
import { type NoticePace, listPaces, setHours, setPace } from './notices.ts'
import { NoticeSettings } from './settings.page.tsx'
import { drawNoticeSettings } from './settings-slot.ts'

type C = Context<WebEnv>

const paceSchema = z.enum(['at-once', 'daily', 'weekly', 'here', 'never'])
const whole = (most: number) =>
  z
    .string()
    .regex(/^\d{1,4}$/, said('Choose one from the list.'))
    .transform(Number)
    .refine((number) => number <= most, said('Choose one from the list.'))

/** The paces stand beside it as `pace-<kind>`, and `all-<topic>` where one holds for all of a topic. */
const settingsSchema = z.looseObject({
  grace: z.enum(['0', '10', '60'], said('Choose one from the list.')).transform((text) => Number(text) as 0 | 10 | 60),
  digestHour: whole(23),
  digestWeekday: whole(7).refine((day) => day >= 1, said('Choose one from the list.')),
  quietFrom: z.union([z.literal(''), whole(1439)], said('Choose one from the list.')),
  quietUntil: whole(1439),
  /** Days as numbers from 0, Monday, joined with commas. */
  quietDays: z
    .string()
    .regex(/^([0-6](,[0-6])*)?$/, said('Choose days from the list.'))
    .default('')
    .transform((text) => text.split(',').reduce((bits, day) => (day === '' ? bits : bits | (1 << Number(day))), 0)),
})

/** /settings/notices: what somebody is told, how soon and how often, and when not. Visitors are asked to sign in before. */
export const noticeSettingsRoutes: Routes = (app) => {
  app.get('/settings/notices', (c) => draw(c, emptyForm))
  app.post('/settings/notices', (c) =>
    takeForm(
      c,
      settingsSchema,
      async (typed) => {
        await c.var.ctx.transaction(async (inside) => {
          await setHours(inside, clockOf(typed))
          for (const { kind, pace } of await listPaces(inside)) {
            const chosen = chosenPace(typed, `all-${kind.about}`) ?? chosenPace(typed, `pace-${kind.name}`)
            if (chosen && chosen !== pace) await setPace(inside, kind.name, chosen)
          }
        })
        return c.redirect('/settings/notices?kept', 303)
      },
      (form) => draw(c, form),
    ),
  )

  app.post('/settings/notices/zone', async (c) => {
    const { zone = '' } = await readForm(c)
    const { displayName, jobTitle, locale } = await getAccount(c.var.ctx, self(c).id)
    await updateProfile(c.var.ctx, self(c).id, { displayName, jobTitle, locale, timeZone: zoneNamed(zone) })
    return c.redirect('/settings/notices?kept', 303)
  })
}

/** The pace in a field of the form; undefined where it names none. */
function chosenPace(typed: Readonly<Record<string, unknown>>, field: string): NoticePace | undefined {
  return paceSchema.safeParse(typed[field]).data
}

/** Browsers know zones by older names too ("Asia/Calcutta"): the one that the list has. Throws Invalid. */
function zoneNamed(name: string): string {
  try {
    const zone = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone
    if (name !== '' && timeZones.includes(zone)) return zone
  } catch {
    // What is no zone is refused below.
  }
  throw new Invalid('notices.no-zone', { zone: said('Choose a time zone from the list.') })
}

function clockOf(typed: z.output<typeof settingsSchema>): Omit<ReaderClock, 'zone'> {
  const { grace, digestHour, digestWeekday, quietFrom, quietUntil, quietDays } = typed
  return {
    ...{ graceMinutes: grace, digestHour, digestWeekday },
    ...(quietFrom !== '' && { quiet: { from: quietFrom, until: quietUntil, days: quietDays } }),
  }
}

async function draw(c: C, form: FormState) {
  const { ctx, config } = c.var
  const viewer = self(c)
  return c.render(
    <NoticeSettings
      outside={viewer.realm === 'outside'}
      paces={await listPaces(ctx)}
      clock={await getClock(ctx, viewer.id)}
      kept={c.req.query('kept') !== undefined}
      form={form}
      more={await drawNoticeSettings(ctx, viewer, config)}
    />,
    {
      title: ctx.say('What you are told'),
      realm: viewer.realm,
      nav: 'settings',
      styles: ['extra'],
      width: viewer.realm === 'outside' ? 'narrow' : undefined,
      indexed: false,
      status: form.errors === emptyForm.errors ? 200 : 422,
    },
  )
}

function self(c: C): AccountViewer {
  if (c.var.ctx.viewer.kind !== 'account') throw new NotFound('accounts.not-found')
  return c.var.ctx.viewer
}

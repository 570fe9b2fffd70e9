import { listen } from '../../platform/events.ts'
import { defineJob } from '../../platform/jobs.ts'
import { codeAsked } from './sign-in.events.ts'
import { deleteOldCodes } from './sign-in.queries.ts'
import { sendCode } from './sign-in.ts'

/** The code is made and mailed after the answer: so the answer takes the same time for every address. */
export const sendCodeWhenAsked = listen(codeAsked, 'sign-in.send-code', (ctx, { codeId }) => sendCode(ctx, codeId))

/** Forgets codes a day after they were asked for. */
export const forgetOldCodes = defineJob(
  'forget-old-codes',
  (ctx) => deleteOldCodes(ctx, new Date(ctx.now.getTime() - 86_400_000)),
  { cron: '23 * * * *' },
)

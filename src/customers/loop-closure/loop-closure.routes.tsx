import { z } from 'zod'
import type { ThreadId } from '../../content/threads/threads.ts'
import { contentKind } from '../../realms/content-kind.ts'
import { Invalid, NotFound } from '../../platform/errors.ts'
import { said } from '../../platform/languages/languages.ts'
import type { Routes } from '../../platform/http/env.ts'
import { readForm } from '../../platform/http/form.ts'
import { parseId } from '../../platform/ids.ts'
import { sayHelped } from './loop-closure.ts'

const helpedSchema = z.enum(['yes', 'no'])

/** /questions/:id/helped — the answer to the one question that everybody who was told is asked. */
export const loopClosureRoutes: Routes = (app) => {
  app.post('/questions/:id/helped', async (c) => {
    const id = parseId<'thread'>(c.req.param('id')) as ThreadId | undefined
    if (!id) throw new NotFound('questions.not-found')
    const answer = helpedSchema.safeParse((await readForm(c)).helped)
    if (!answer.success) throw new Invalid('loop.yes-or-no', { helped: said('Say yes or not yet.') })
    await sayHelped(c.var.ctx, id, answer.data === 'yes')
    return c.redirect(`${await contentKind('thread').addressOf(c.var.ctx, id)}#helped`, 303)
  })
}

import type { Routes } from '../platform/http/env.ts'
import { answers } from './health.queries.ts'

/** GET /health: 200 and `{"status":"fine"}` when the database answers, 503 otherwise. Says nothing else. */
export const healthRoutes: Routes = (app) => {
  app.get('/health', async (c) => {
    const fine = await answers(c.var.ctx)
    return c.json({ status: fine ? 'fine' : 'database does not answer' }, fine ? 200 : 503)
  })
}

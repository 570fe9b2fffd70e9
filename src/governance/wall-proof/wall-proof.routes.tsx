import type { Routes } from '../../platform/http/env.ts'
import { listProofs } from './records.ts'
import { WallProofPage } from './wall-proof.page.tsx'

/** /inside/wall: what the proofs of the wall found, for stewards. */
export const wallProofRoutes: Routes = (app) => {
  app.get('/inside/wall', async (c) => {
    const proofs = await listProofs(c.var.ctx)
    return c.render(<WallProofPage proofs={proofs} now={c.var.ctx.now} />, {
      title: c.var.ctx.say('Proof of the wall'),
      realm: 'inside',
      nav: 'wall',
    })
  })
}

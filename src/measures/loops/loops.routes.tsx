import { NotFound } from '../../platform/errors.ts'
import type { Routes } from '../../platform/http/env.ts'
import { ItemsPage } from './items.page.tsx'
import { isItemsName, itemWords } from './loop-words.ts'
import { LoopsPage } from './loops.page.tsx'
import { type WindowName, getLoopBoard, isWindow, listLoopItems, listSaid } from './loops.ts'

const standardWindow: WindowName = '30'

/** /inside/measures: the board of the loop, and the items behind each of its figures. */
export const loopBoardRoutes: Routes = (app) => {
  app.get('/inside/measures', async (c) => {
    const { ctx } = c.var
    const asked = c.req.query('window')
    const board = await getLoopBoard(ctx, isWindow(asked) ? asked : standardWindow)
    return c.render(<LoopsPage board={board} now={ctx.now} />, {
      title: ctx.say('Measures'),
      realm: 'inside',
      nav: 'measures',
      styles: ['extra'],
    })
  })
  app.get('/inside/measures/items', async (c) => {
    const { ctx } = c.var
    const [of, asked, after] = [c.req.query('of'), c.req.query('window'), c.req.query('after')]
    if (!isItemsName(of)) throw new NotFound('loops.no-figure')
    const window = isWindow(asked) ? asked : standardWindow
    const items =
      of === 'said' || of === 'helped'
        ? { said: await listSaid(ctx, of, window, after) }
        : await listLoopItems(ctx, of, window, after)
    return c.render(<ItemsPage of={of} window={window} now={ctx.now} isFirst={after === undefined} items={items} />, {
      title: ctx.say.again(itemWords[of].title),
      realm: 'inside',
      nav: 'measures',
    })
  })
}

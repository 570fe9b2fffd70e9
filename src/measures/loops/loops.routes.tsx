import type { Routes } from '../../platform/http/env.ts'

export const loopBoardRoutes: Routes = () => {}

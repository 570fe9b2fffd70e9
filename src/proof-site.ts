/** Puts the whole program over the scratch database of the proof of the wall. */
import { join } from 'node:path'
import { countUnread, listeners } from './features.ts'
import type { OpenProofSite } from './governance/wall-proof/wall-proof.ts'
import { folderBlobs } from './platform/blobs.ts'
import { readConfig } from './platform/config.ts'
import { silentLog } from './platform/log.ts'
import { routes } from './routes.ts'
import { bundleAssets } from './web/assets.ts'
import { liveRoutes, startLiveHub } from './web/live.ts'
import { createApp } from './web/server.tsx'

export const openProofSite: OpenProofSite = async ({ db, url, folder, now }) => {
  const blobs = folderBlobs(join(folder, 'files'))
  const hub = await startLiveHub(url, silentLog)
  const app = createApp({
    ...{ db, blobs, countUnread, now },
    log: silentLog,
    config: readConfig({ NODE_ENV: 'production', PUBLIC_URL: 'http://localhost:3000' }),
    assets: await bundleAssets(),
    routes: [...routes, liveRoutes(hub)],
  })
  return {
    fetch: async (request) => app.fetch(request),
    routes: app.routes.filter((route) => route.method !== 'ALL').map(({ method, path }) => ({ method, path })),
    listeners,
    blobs,
    close: () => hub.stop(),
  }
}

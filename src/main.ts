import { type Server, createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { countUnread, jobs, keepThreadIndex, listeners } from './features.ts'
import { openHouse } from './house.ts'
import { removeUnneededJob } from './content/files/files.jobs.ts'
import { makeOwnDataJob } from './governance/own-data/own-data.jobs.ts'
import { hubJobs } from './connect/websub/websub.ts'
import { pushJob } from './discovery/push/push.jobs.ts'
import { webhookJob } from './discovery/webhooks/webhooks.jobs.ts'
import { countInboundLinks } from './measures/inbound-links/inbound-links.ts'
import { proveWallJob } from './governance/wall-proof/wall-proof.ts'
import { type Config, localAddress } from './platform/config.ts'
import { type Ctx, makeCtx } from './platform/context.ts'
import { deliverEvent } from './platform/events.ts'
import { type Job, defineJob, startWorker } from './platform/jobs.ts'
import { languageSetting } from './platform/languages/installation.ts'
import { makeLog } from './platform/log.ts'
import { carryMail, smtpCarrier } from './platform/mail.ts'
import { forgetOldUses } from './platform/rate-limits.ts'
import { putSetting } from './platform/settings.ts'
import { StartError } from './platform/start-error.ts'
import { openProofSite } from './proof-site.ts'
import { routes } from './routes.ts'
import { bundleAssets } from './web/assets.ts'
import { developmentRoutes } from './web/development.routes.tsx'
import { liveRoutes, startLiveHub } from './web/live.ts'
import { createApp } from './web/server.tsx'
import { forgetOldVisitorChanges, keepVisitorPages } from './web/visitor-pages/visitor-pages.ts'
import { isSetUp, makeOwnerLink } from './web/setup/setup.ts'

export interface RunningTango {
  readonly address: string
  /** Path with a one-time token, while nobody owns this Tango yet. */
  readonly ownerLink: string | undefined
  stop(): Promise<void>
}

/** Starts everything: database → web and worker. Throws StartError when it cannot, having stopped what it began. */
export async function startTango(config: Config, write: (line: string) => void): Promise<RunningTango> {
  const log = makeLog(config.environment === 'development' ? 'debug' : 'info', write)
  const server = createServer({ requestTimeout: 60_000, headersTimeout: 20_000, keepAliveTimeout: 10_000 })
  const { promise: ready, resolve: serve } = Promise.withResolvers<ReturnType<typeof getRequestListener>>()
  server.on('request', (request, response) => void ready.then((answer) => answer(request, response)))
  const port = await listen(server, config)
  const publicUrl = config.publicUrl ?? localAddress(config.host, port)
  const settled: Config = { ...config, publicUrl }
  const [house, assets] = await Promise.all([openHouse(config, 'server', write), bundleAssets()]).catch(
    (error: unknown) => {
      server.close()
      throw error
    },
  )
  const { db, pool, blobs } = house
  const system: Ctx = makeCtx({ viewer: { kind: 'system', reason: 'start' }, db, now: new Date(), log })
  await putSetting(system, 'public-url', publicUrl)
  await putSetting(system, languageSetting, config.language)
  const hub = await startLiveHub(house.url, log)
  const worker = await startWorker({
    pool,
    db,
    log,
    jobs: [
      ...platformJobs(settled),
      makeOwnDataJob(blobs),
      removeUnneededJob(blobs),
      pushJob(settled),
      webhookJob(settled),
      proveWallJob(house.url, openProofSite),
      ...hubJobs(settled),
      ...jobs,
    ],
  })
  const index = keepThreadIndex(db, log)
  const inboundLinks = countInboundLinks(db, log)
  const allRoutes = [...routes, liveRoutes(hub), ...(config.environment === 'development' ? [developmentRoutes] : [])]
  const app = createApp({
    db,
    log,
    config: settled,
    blobs,
    assets,
    routes: allRoutes,
    countUnread,
    visitorPages: keepVisitorPages(db),
    inboundLinks,
  })
  serve(getRequestListener(app.fetch, { overrideGlobalObjects: false }))
  return {
    address: publicUrl,
    ownerLink: (await isSetUp(system)) ? undefined : `/welcome?token=${await makeOwnerLink(system)}`,
    async stop() {
      await stopServing(server, hub)
      await inboundLinks.stop()
      await index.stop()
      await worker.stop()
      await house.close()
    },
  }
}

/** Takes the port first: nothing else has been touched when it is somebody else's. Requests wait until all is ready. */
function listen(server: Server, config: Config): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE')
        reject(new StartError(`Port ${config.port} is taken. Stop what uses it, or set PORT to a free one.`))
      else if (error.code === 'EACCES')
        reject(new StartError(`Port ${config.port} may not be used by this user. Set PORT to one above 1023.`))
      else
        reject(
          new StartError(
            `Tango cannot listen on HOST ${config.host} (${error.code}). Set HOST to an address of this machine.`,
          ),
        )
    })
    server.listen(config.port, config.host, () => resolve((server.address() as { port: number }).port))
  })
}

/** Ends politely: no new connections, live streams closed, requests under way answered; after 15 s cut off. */
async function stopServing(server: Server, hub: { stop(): Promise<void> }): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  await hub.stop()
  // A connection that was in use when the server closed stays open for its next request: nobody waits for that.
  const sweep = setInterval(() => server.closeIdleConnections(), 100)
  const impatient = setTimeout(() => server.closeAllConnections(), 15_000)
  await closed
  clearInterval(sweep)
  clearTimeout(impatient)
}

function platformJobs(config: Config): Job[] {
  const carrier = config.smtpUrl
    ? smtpCarrier(config.smtpUrl, `Tango <tango@${new URL(config.publicUrl ?? 'http://localhost').hostname}>`)
    : undefined
  return [
    defineJob<{ eventId: number }>('deliver-event', (ctx, { eventId }) => deliverEvent(ctx, eventId, listeners)),
    defineJob<{ mailId: number }>('carry-mail', (ctx, { mailId }) => carryMail(ctx, mailId, carrier)),
    defineJob('forget-old-uses', forgetOldUses, { cron: '17 * * * *' }),
    forgetOldVisitorChanges,
  ]
}

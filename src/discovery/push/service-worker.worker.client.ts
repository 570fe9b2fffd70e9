/** Shows notices while no page is open, and says something kind while there is no line. Registered only by who wants either. */

/** As much of a service worker as is used; its types and those of pages cannot stand in one program. */
interface Worker {
  readonly registration: { showNotification(title: string, options: object): Promise<void> }
  readonly clients: {
    matchAll(
      options: object,
    ): Promise<readonly { url: string; focus(): Promise<unknown>; navigate(url: string): Promise<unknown> }[]>
    openWindow(url: string): Promise<unknown>
    claim(): Promise<void>
  }
  addEventListener(type: string, hear: (event: WorkerEvent) => void): void
  skipWaiting(): Promise<void>
}

interface WorkerEvent {
  readonly request: Request
  readonly data: { json(): unknown } | null
  readonly notification: { close(): void; readonly data: unknown }
  waitUntil(work: Promise<unknown>): void
  respondWith(answer: Promise<Response>): void
}

const worker = self as unknown as Worker
/** The words for what cannot be read, in the language of whoever this script was answered to; written before it. */
declare const usualTitle: string
const kept = 'tango-offline-1'
const offline = '/offline'

worker.addEventListener('install', (event) => {
  event.waitUntil(caches.open(kept).then((cache) => cache.add(offline)))
  void worker.skipWaiting()
})

worker.addEventListener('activate', (event) => {
  const forget = caches
    .keys()
    .then((names) => Promise.all(names.filter((name) => name !== kept).map((name) => caches.delete(name))))
  event.waitUntil(forget.then(() => worker.clients.claim()))
})

// Only pages, and only when there is no line: everything else goes its way as if nobody stood here.
worker.addEventListener('fetch', (event) => {
  if (event.request.mode !== 'navigate') return
  event.respondWith(
    fetch(event.request).catch(async (error: unknown) => {
      const page = await caches.match(offline)
      if (!page) throw error
      return page
    }),
  )
})

worker.addEventListener('push', (event) => {
  const told = read(event)
  event.waitUntil(
    worker.registration.showNotification(told.title, {
      body: told.body,
      tag: told.path,
      data: told.path,
      icon: '/icon-192.png',
      badge: '/icon-192.png',
    }),
  )
})

worker.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(open(String(event.notification.data)))
})

/** A browser must show something for every push; what cannot be read is still a notice. */
function read(event: WorkerEvent): { title: string; body: string; path: string } {
  const usual = { title: usualTitle, body: '', path: '/notices' }
  try {
    const said = event.data?.json() as Partial<Record<'title' | 'body' | 'path', unknown>> | undefined
    const { title, body, path } = { ...usual, ...said }
    return { title: String(title), body: String(body), path: ownPath(path) }
  } catch {
    return usual
  }
}

/** Only pages of this site are opened. */
function ownPath(path: unknown): string {
  return typeof path === 'string' && /^\/[^/\\]/.test(path) ? path : '/notices'
}

async function open(path: string): Promise<void> {
  const [page] = await worker.clients.matchAll({ type: 'window' })
  if (!page) return void (await worker.clients.openWindow(path))
  await page.navigate(path)
  await page.focus()
}

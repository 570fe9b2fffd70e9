import { setTimeout as pause } from 'node:timers/promises'
import type { ErrorHandler, NotFoundHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { Invalid, NotFound, TangoError, TryLater } from '../platform/errors.ts'
import { type Said, english, said } from '../platform/languages/languages.ts'
import type { PageProps, WebEnv } from '../platform/http/env.ts'
import { describeError } from '../platform/log.ts'
import { PageHead } from '../ui/page.tsx'

/** The one place where errors become answers. What is no TangoError is a bug: it is logged and says nothing inside. */
export const answerError: ErrorHandler<WebEnv> = async (error, c) => {
  const known = asTangoError(error)
  if (!known) c.var.ctx?.log.error('request failed', describeError(error))
  const status = (known?.status ?? 500) as 404
  if (known instanceof TryLater) c.header('retry-after', String(known.afterSeconds))
  const say = c.var.ctx?.say ?? english
  const told = known instanceof Invalid ? Object.entries(known.saidFields) : []
  const fields = Object.fromEntries(told.map(([name, sentence]) => [name, say.again(sentence)]))
  const problem = {
    type: 'about:blank',
    title: say.again(titles[status] ?? failed),
    status,
    code: known?.code ?? 'web.failed',
    detail: known
      ? known instanceof Invalid
        ? Object.values(fields).join(' ')
        : say.again(known.said)
      : say('It is not your doing. Tell the people who run this site: {number}.', { number: c.var.requestId }),
    ...(known instanceof Invalid ? { fields } : {}),
  }
  if (!wantsPage(c.req.header('accept'))) {
    return c.body(JSON.stringify(problem), status, { 'content-type': 'application/problem+json' })
  }
  const viewer = c.var.ctx.viewer
  const page: PageProps = {
    title: problem.title,
    realm: viewer.kind === 'account' ? viewer.realm : 'outside',
    status,
    indexed: false,
  }
  const drawing = c.render(
    <>
      <PageHead title={problem.title} intro={problem.detail} />
      <p>
        <a href="/">{say('Go to the start')}</a>
        {viewer.kind === 'account' && viewer.realm === 'bridge' && status === 404 ? (
          <>
            {' · '}
            <a href="/rooms">{say('See which rooms are open to you')}</a>
          </>
        ) : null}
        {viewer.kind === 'visitor' || known?.code === 'sessions.not-fresh' ? (
          <>
            {' · '}
            <a href={`/sign-in?next=${encodeURIComponent(pageOf(c.req.raw))}`}>{say('Sign in')}</a>
          </>
        ) : null}
      </p>
    </>,
    page,
  )
  // The frame of a page asks the database too; when that is what fails or hangs, the bare sentence must do.
  try {
    // oxlint-disable-next-line promise/no-promise-in-callback
    return await Promise.race([drawing, giveUp()])
  } catch {
    return c.text(`${problem.title}\n\n${problem.detail}\n`, status)
  }
}

/** The page to come back to: of a form that was sent, the one that it stood on. */
function pageOf(request: Request): string {
  const here = new URL(request.url)
  const from = request.method === 'GET' ? null : URL.parse(request.headers.get('referer') ?? '')
  return from?.host === here.host ? from.pathname + from.search : here.pathname
}

async function giveUp(): Promise<never> {
  await pause(2000, undefined, { ref: false })
  throw new Error('the frame took too long')
}

export const answerNotFound: NotFoundHandler<WebEnv> = (c) => answerError(new NotFound(), c)

const failed = said('Something went wrong here')
const titles: Readonly<Record<number, Said>> = {
  400: said('This could not be read'),
  403: said('This is not yours to do'),
  404: said('Nothing to see here'),
  409: said('Something changed meanwhile'),
  413: said('That is too large'),
  422: said('Something is missing or wrong'),
  429: said('Too much at once'),
  503: said('That took too long'),
}

function asTangoError(error: unknown): TangoError | undefined {
  if (error instanceof TangoError) return error
  // A text that PostgreSQL cannot hold (a NUL in an address): nothing here can be called so.
  if (error instanceof Error && (error as { code?: string }).code === '22021') return new NotFound()
  // What the platform says when a body is no form at all.
  if (error instanceof TypeError && error.message.startsWith('Failed to parse body as FormData'))
    return new TangoError('web.bad-request', 400, said('The form could not be read. Open the page and send it again.'))
  if (error instanceof HTTPException && error.status < 500)
    return new TangoError('web.bad-request', error.status, said('The request could not be read.'))
  return undefined
}

function wantsPage(accept: string | undefined): boolean {
  return accept === undefined || /text\/html/.test(accept) || (!/json/.test(accept) && accept.includes('*/*'))
}

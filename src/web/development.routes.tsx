import type { Routes } from '../platform/http/env.ts'
import { NotFound } from '../platform/errors.ts'
import { listWaitingMails, getMail } from './development.queries.ts'
import { GalleryPage } from '../ui/gallery.page.tsx'
import { Empty } from '../ui/surface.tsx'
import { PageHead } from '../ui/page.tsx'

/** Pages that exist in development only: the gallery of parts, and the mails that would have been sent. */
export const developmentRoutes: Routes = (app) => {
  app.get('/design', (c) =>
    c.render(<GalleryPage />, {
      title: 'Parts',
      realm: 'inside',
      frame: 'bare',
      styles: ['extra', 'gallery'],
      indexed: false,
    }),
  )
  app.get('/dev/mail', async (c) => {
    const mails = await listWaitingMails(c.var.ctx)
    return c.render(
      <>
        <PageHead
          title="Mail that would have been sent"
          intro="No SMTP_URL is set, so mail is kept here. Newest first, 100 at most."
        />
        {mails.length === 0 ? <Empty title="No mail yet" /> : null}
        <ol class="stack" role="list">
          {mails.map((mail) => (
            <li class="card" id={`mail-${mail.id}`}>
              <h2>
                <a href={`/dev/mail/${mail.id}`}>{mail.subject}</a>
              </h2>
              <p class="small muted">To {mail.toAddress}</p>
              <pre class="mail-text">{mail.bodyText}</pre>
              {mail.bodyHtml ? <a href={`/dev/mail/${mail.id}/html`}>As most mail programs show it</a> : null}
            </li>
          ))}
        </ol>
      </>,
      { title: 'Mail', realm: 'outside', indexed: false },
    )
  })
  app.get('/dev/mail/:id{[0-9]+}/html', async (c) => {
    const mail = await getMail(c.var.ctx, Number(c.req.param('id')))
    if (!mail?.bodyHtml) throw new NotFound()
    c.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
    return c.html(mail.bodyHtml)
  })
  app.get('/dev/mail/:id{[0-9]+}', async (c) => {
    const mail = await getMail(c.var.ctx, Number(c.req.param('id')))
    if (!mail) throw new NotFound()
    return c.text(
      `To: ${mail.toAddress}\nSubject: ${mail.subject}\n${Object.entries(mail.headers as object)
        .map(([key, value]) => `${key}: ${value}\n`)
        .join('')}\n${mail.bodyText}`,
    )
  })
}

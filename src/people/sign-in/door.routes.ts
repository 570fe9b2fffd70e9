/** What the routes of the doors share: where somebody comes from, and how a door is opened to them. */
import type { Context } from 'hono'
import type { PageProps, WebEnv } from '../../platform/http/env.ts'
import { type FormState, emptyForm } from '../../platform/http/form.ts'
import { arrivalOf, isSecureSite, sessionCookie } from '../sessions/sessions.ts'
import { query } from './sign-in.page.tsx'
import { type Entered, ownPath, pathAfterSignIn } from './sign-in.ts'

type C = Context<WebEnv>

export function cameFrom(c: C) {
  return { network: c.var.network, arrival: arrivalOf(c.req.raw.headers, isSecureSite(c.var.config.publicUrl)) }
}

/** The address of this site, to which passkeys are bound and providers send people back. */
export function originOf(c: C): string {
  return c.var.config.publicUrl ?? new URL(c.req.url).origin
}

/** Begins the session in this browser and leads on: home, back to where they came from, or to the second factor. */
export function openDoor(c: C, entered: Entered, next: string | undefined): Response {
  c.header('set-cookie', sessionCookie(entered.token, isSecureSite(c.var.config.publicUrl)), { append: true })
  const path = pathAfterSignIn(entered, next)
  if (!entered.waits) return c.redirect(path, 303)
  return c.redirect(`/sign-in/second${query({ next: ownPath(path) })}`, 303)
}

/** How a page in the frame of the doors is drawn. */
export function doorPage(title: string, form?: FormState): PageProps {
  const wrong = form !== undefined && form.errors !== emptyForm.errors
  return {
    title,
    realm: 'bridge',
    frame: 'seam',
    nav: 'sign-in',
    styles: ['extra'],
    indexed: false,
    status: wrong ? 422 : 200,
  }
}

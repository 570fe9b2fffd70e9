import 'hono'
import type { ComponentChildren } from 'preact'
import type { PageProps } from './env.ts'

declare module 'hono' {
  interface ContextRenderer {
    (content: ComponentChildren, page: PageProps): Response | Promise<Response>
  }
}

import type { NoticeSettingsPanel } from '../notices/notices.ts'
import { WebhooksCard } from './webhooks.page.tsx'
import { listWebhooks } from './webhooks.ts'

/** Among the notice settings: the web addresses that are told, and the way to them. */
export const webhooksPanel: NoticeSettingsPanel = async (ctx) => <WebhooksCard webhooks={await listWebhooks(ctx)} />

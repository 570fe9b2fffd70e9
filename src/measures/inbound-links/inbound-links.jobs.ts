import { defineJob } from '../../platform/jobs.ts'
import { forgetInboundLinks } from './inbound-links.ts'

/** Once a day: forgets which sites led here more than 400 days ago. */
export const forgetOldInboundLinks = defineJob('forget-old-inbound-links', forgetInboundLinks, { cron: '53 3 * * *' })

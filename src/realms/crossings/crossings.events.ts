import { defineEvent } from '../../platform/events.ts'
import type { CrossingId } from './crossings.tables.ts'

export const publishedOut = defineEvent<{ crossingId: CrossingId }>('crossing.published-out')
export const recalled = defineEvent<{ crossingId: CrossingId; recalls: CrossingId }>('crossing.recalled')
export const broughtIn = defineEvent<{ crossingId: CrossingId }>('crossing.brought-in')
export const linkedAcross = defineEvent<{ crossingId: CrossingId }>('crossing.linked-across')

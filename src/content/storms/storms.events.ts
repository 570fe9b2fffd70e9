import { defineEvent } from '../../platform/events.ts'
import type { StormId } from './storms.tables.ts'

export const stormStarted = defineEvent<{ stormId: StormId }>('storm.started')
export const stormOpened = defineEvent<{ stormId: StormId }>('storm.opened')
export const stormClosed = defineEvent<{ stormId: StormId }>('storm.closed')
export const stormFinished = defineEvent<{ stormId: StormId }>('storm.finished')

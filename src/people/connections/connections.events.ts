import { defineEvent } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'

/** Somebody was asked for a connection and may know it. */
export const connectionAsked = defineEvent<{ askedBy: AccountId; askedOf: AccountId }>('connection.asked')
export const connectionAccepted = defineEvent<{ askedBy: AccountId; acceptedBy: AccountId }>('connection.accepted')

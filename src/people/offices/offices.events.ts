import { defineEvent } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'
import type { ExceptionId, Office } from './offices.tables.ts'

export const officeGiven = defineEvent<{ accountId: AccountId; office: Office }>('office.given')
export const officeEnded = defineEvent<{ accountId: AccountId; office: Office }>('office.ended')
/** Somebody asked that one person look after both sides. */
export const exceptionAsked = defineEvent<{ exceptionId: ExceptionId }>('office.exception-asked')
export const exceptionDecided = defineEvent<{ exceptionId: ExceptionId }>('office.exception-decided')

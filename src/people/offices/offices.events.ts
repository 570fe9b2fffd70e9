import { defineEvent } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'
import type { Office } from './offices.tables.ts'

export const officeGiven = defineEvent<{ accountId: AccountId; office: Office }>('office.given')
export const officeEnded = defineEvent<{ accountId: AccountId; office: Office }>('office.ended')

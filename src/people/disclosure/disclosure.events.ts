import { defineEvent } from '../../platform/events.ts'
import type { AccountId } from '../../platform/ids.ts'
import type { PerkId } from './disclosure.tables.ts'

export const perkRecorded = defineEvent<{ perkId: PerkId; accountId: AccountId }>('perk.recorded')
/** It is not received any more, or never was. */
export const perkEnded = defineEvent<{ perkId: PerkId }>('perk.ended')

import { defineEvent } from '../../platform/events.ts'
import type { AppealId } from './appeals.tables.ts'

export const appealMade = defineEvent<{ appealId: AppealId }>('moderation.appeal-made')
export const appealHeard = defineEvent<{ appealId: AppealId }>('moderation.appeal-heard')

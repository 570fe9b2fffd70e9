import { defineEvent } from '../../platform/events.ts'
import type { TwinId, TwinWordsId } from './twins.tables.ts'

export const twinJoined = defineEvent<{ twinId: TwinId }>('twin.joined')
export const twinWordsProposed = defineEvent<{ twinId: TwinId; wordsId: TwinWordsId }>('twin.words-proposed')
export const twinWordsPublished = defineEvent<{ twinId: TwinId; wordsId: TwinWordsId }>('twin.words-published')

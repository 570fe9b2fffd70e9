import { defineEvent } from '../../platform/events.ts'
import type { ThreadId } from '../threads/threads.ts'

export const ideaPosted = defineEvent<{ ideaId: ThreadId }>('idea.posted')
/** `changeId` is the row of `listStageChanges`. */
export const ideaStageChanged = defineEvent<{ ideaId: ThreadId; changeId: number }>('idea.stage-changed')
/** `ideaId` is united with `intoId` from now on; or no longer, with `isUndone`. */
export const ideasMerged = defineEvent<{ ideaId: ThreadId; intoId: ThreadId; isUndone: boolean }>('idea.merged')
/** A comment under `ideaId` became the extension `extensionId`. */
export const ideaExtended = defineEvent<{ ideaId: ThreadId; extensionId: ThreadId }>('idea.extended')

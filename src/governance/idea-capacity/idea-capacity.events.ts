import type { ThreadId } from '../../content/threads/threads.ts'
import { defineEvent } from '../../platform/events.ts'
import type { CapacityId } from './idea-capacity.tables.ts'

/** More waits than can be reviewed in the promised time, since then; or no longer. */
export const capacityChanged = defineEvent<{ capacityId: CapacityId; isOver: boolean }>('idea-capacity.changed')
/** Nothing happened on an idea for long: it will be archived unless something does. */
export const ideaDozing = defineEvent<{ ideaId: ThreadId }>('idea.dozing')

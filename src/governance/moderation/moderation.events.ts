import { defineEvent } from '../../platform/events.ts'
import type { CaseId, MeasureId } from './moderation.tables.ts'

/** A measure was taken by a person or a check; its subject is told why. */
export const measureTaken = defineEvent<{ measureId: MeasureId }>('moderation.measure-taken')
/** A measure was undone by a moderator, without an appeal. */
export const measureUndone = defineEvent<{ measureId: MeasureId }>('moderation.measure-undone')
/** A person decided a case: whoever flagged the text is told what came of it. */
export const caseDecided = defineEvent<{ caseId: CaseId }>('moderation.case-decided')

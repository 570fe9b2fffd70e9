import { defineEvent } from '../../platform/events.ts'
import type { CodeId } from './sign-in.tables.ts'

/** Somebody asked for a code by mail, for an address that may or may not have an account. */
export const codeAsked = defineEvent<{ codeId: CodeId }>('sign-in.code-asked')

import type { Generated } from 'kysely'

declare module '../../platform/tables.ts' {
  interface Tables {
    setupLinks: { id: Generated<number>; tokenHash: Buffer; createdAt: Generated<Date>; usedAt: Date | null }
  }
}

import type { Generated } from 'kysely'

declare module '../../platform/tables.ts' {
  interface Tables {
    searchesWithoutFinds: { side: 'inside' | 'outside'; day: string; words: string; times: Generated<number> }
    titleWords: { word: string }
  }
}

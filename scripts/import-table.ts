/** The import rule as one table. ARCHITECTURE.md section 2 says it in words; `check-imports.ts` enforces it. */

/** Each folder of src/ may import from those before it, never from those after it. */
export const layers = [
  'engines',
  'platform',
  'ui',
  'people',
  'realms',
  'content',
  'discovery',
  'customers',
  'governance',
  'measures',
  'connect',
  'web',
] as const

/** Folders whose sub-folders are features, entered by the front door only. */
export const foldersOfFeatures: readonly string[] = layers.filter((name) => !['platform', 'ui', 'web'].includes(name))

/** Files beside the folders: they put the program together and may import anything. */
export const assemblyFile = /^src\/[^/]+\.tsx?$/

/** Facts travel right: their definitions may be imported from anywhere, and in turn know nothing but the platform. */
export const eventFile = /\.events\.ts$/

export const testFile = /\.test\.tsx?$/

/** Runs in the browser, or in both places. */
export const clientFile = /\.client\.ts$/
export const sharedFile = /\.shared\.ts$/
/** Packages that may be sent to the browser. */
export const browserPackages: readonly string[] = ['@hotwired/turbo', '@simplewebauthn/browser']

type Knowledge = {
  what: string
  /** Packages whose values (types are free) only these files import. */
  packages: readonly string[]
  /** What such knowledge looks like when it comes without an import. */
  written?: RegExp
  mayKnow: (file: string) => boolean
  instead: string
}

/** What only some files know, so that it can be checked, replaced and read in one place. */
export const knowledge: readonly Knowledge[] = [
  {
    what: 'SQL',
    packages: ['kysely', 'pg', 'pg-copy-streams'],
    written: /\bsql`|\bsql<[^`\n]*>`|\.(selectFrom|insertInto|updateTable|deleteFrom|mergeInto)\(/,
    mayKnow: (file) => /\.(queries|access)\.ts$/.test(file) || file.startsWith('src/platform/'),
    instead:
      'put the statement into the *.queries.ts of the feature (a condition on who may see: *.access.ts) and call it',
  },
  {
    what: 'Hono',
    packages: ['hono', '@hono/node-server', '@hono/zod-openapi'],
    mayKnow: (file) => /\.(routes\.tsx?|api\.ts)$/.test(file) || /^src\/(web|platform\/http)\//.test(file),
    instead: 'keep the request in *.routes.tsx or *.api.ts and pass what was parsed to the front door',
  },
]

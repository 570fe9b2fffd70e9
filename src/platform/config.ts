/**
 * What the environment says about how Tango runs, read once at start.
 *
 * `configTable` is the one list of variables: the README's table and the help text are made from it.
 */
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { ownLanguages } from './languages/languages.ts'
import { StartError } from './start-error.ts'

/** The checkout; the default data folder lies in it wherever the command was called from. */
const checkout = resolve(import.meta.dirname, '../..')

type Variable = { name: string; standard: string; meaning: string }

/** Every environment variable that Tango reads, in the order in which an operator meets them. */
export const configTable: readonly Variable[] = [
  { name: 'PORT', standard: '3000', meaning: 'Port of the web server.' },
  {
    name: 'HOST',
    standard: 'localhost',
    meaning:
      'Address to listen on. Behind a proxy on the same machine leave it; 0.0.0.0 or :: opens Tango to the network.',
  },
  {
    name: 'TANGO_DATA',
    standard: './data',
    meaning:
      "Folder of Tango's own database. The standard lies in the checkout; a relative path is relative to where you call.",
  },
  {
    name: 'DATABASE_URL',
    standard: '(none)',
    meaning:
      'postgres://user:password@host:5432/database of a PostgreSQL 15 or newer to use; Tango then starts none of its own.',
  },
  {
    name: 'PUBLIC_URL',
    standard: 'http://HOST:PORT',
    meaning:
      'The address people type, such as https://community.example.com; used in links, mails and for the origin check.',
  },
  {
    name: 'SMTP_URL',
    standard: '(none)',
    meaning:
      'smtp://user:password@host:587 or smtps://… to send mail through. Without it mail is kept in the database.',
  },
  {
    name: 'TANGO_LANGUAGE',
    standard: 'en',
    meaning: 'Language for readers who ask for none: the name of a file in messages/, such as en or de.',
  },
  {
    name: 'NODE_ENV',
    standard: 'production',
    meaning: 'production, development (gallery at /design, mail at /dev/mail) or test.',
  },
]

export type Config = {
  port: number
  host: string
  /** Absolute path. */
  dataFolder: string
  /** Undefined: Tango starts its own PostgreSQL in the data folder. */
  databaseUrl: string | undefined
  /** Origin without a slash at the end. Undefined only when PORT is 0: the port is then known after listening. */
  publicUrl: string | undefined
  smtpUrl: string | undefined
  /** Tag of the language for readers who ask for none. */
  language: string
  environment: 'production' | 'development' | 'test'
}

const schema = z.object({
  PORT: z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .refine((port) => port <= 65_535)
    .default(3000),
  HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:_-]+$/)
    .default('localhost'),
  TANGO_DATA: z.string().optional(),
  DATABASE_URL: z
    .string()
    .refine((text) => isUrl(text, ['postgres:', 'postgresql:']))
    .optional(),
  PUBLIC_URL: z
    .string()
    .refine((text) => isUrl(text, ['http:', 'https:']) && isOrigin(text))
    .transform((text) => new URL(text).origin)
    .optional(),
  SMTP_URL: z
    .string()
    .refine((text) => isUrl(text, ['smtp:', 'smtps:']))
    .optional(),
  TANGO_LANGUAGE: z
    .string()
    .refine((tag) => ownLanguages.all.some((language) => language.tag === tag))
    .default('en'),
  NODE_ENV: z.enum(['production', 'development', 'test']).default('production'),
})

/** What is wrong and what to do, for each variable. Values are not repeated: some carry passwords. */
const advice: Record<string, string> = {
  PORT: 'must be a number from 0 to 65535, such as 3000 (0 takes any free port)',
  HOST: 'must be one host name or address to listen on, such as localhost, 0.0.0.0 or ::',
  DATABASE_URL:
    'must look like postgres://user:password@host:5432/database; special signs in the password are written %40',
  PUBLIC_URL: 'must be an address without a path, such as https://community.example.com',
  SMTP_URL: 'must look like smtp://user:password@host:587 or smtps://user:password@host:465',
  TANGO_LANGUAGE: `must be one of ${ownLanguages.all.map(({ tag }) => tag).join(', ')}`,
  NODE_ENV: 'must be production, development or test; leave it out for production',
}

/**
 * Reads and checks the environment. A variable that is set to nothing counts as not set.
 *
 * @throws StartError with one line for each variable that is wrong, naming it and saying what to do.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given: Record<string, string> = {}
  for (const { name } of configTable) {
    const value = environment[name]?.trim()
    if (value) given[name] = value
  }
  const parsed = schema.safeParse(given)
  if (!parsed.success) {
    const wrong = new Set(parsed.error.issues.map((issue) => String(issue.path[0])))
    throw new StartError([...wrong].map((name) => `${name} ${advice[name]}.`).join('\n'))
  }
  const { PORT, HOST, TANGO_DATA, DATABASE_URL, PUBLIC_URL, SMTP_URL, TANGO_LANGUAGE, NODE_ENV } = parsed.data
  return {
    port: PORT,
    host: HOST,
    dataFolder: TANGO_DATA === undefined ? join(checkout, 'data') : resolve(TANGO_DATA),
    databaseUrl: DATABASE_URL,
    publicUrl: PUBLIC_URL ?? (PORT === 0 ? undefined : localAddress(HOST, PORT)),
    smtpUrl: SMTP_URL,
    language: TANGO_LANGUAGE,
    environment: NODE_ENV,
  }
}

/**
 * The address to reach a listening server by on this machine.
 * An address that means "all of them" (0.0.0.0, ::) cannot be typed into a browser, so that it becomes localhost.
 */
export function localAddress(host: string, port: number): string {
  const name = ['0.0.0.0', '::', '127.0.0.1'].includes(host) ? 'localhost' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}

function isUrl(text: string, schemes: readonly string[]): boolean {
  const url = URL.parse(text.replace('@/', '@localhost/').replace(':///', '://localhost/'))
  return url !== null && schemes.includes(url.protocol)
}

function isOrigin(text: string): boolean {
  const url = new URL(text)
  return url.pathname === '/' && url.search === '' && url.hash === '' && url.username === ''
}

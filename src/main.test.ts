/** What a start writes down for the jobs, which know no configuration. */
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { freshPool } from '../test/database.ts'
import { startTango } from './main.ts'
import { readConfig } from './platform/config.ts'
import { makeCtx } from './platform/context.ts'
import { openDatabase } from './platform/database.ts'
import { installationWords } from './platform/languages/installation.ts'
import { silentLog } from './platform/log.ts'
import { findSetting } from './platform/settings.ts'

test('each start writes down the language of the installation and its address, in place of what stood there', async () => {
  const pool = await freshPool('empty')
  const folder = await mkdtemp(join(tmpdir(), 'tango-main-'))
  const viewer = { kind: 'system', reason: 'test' } as const
  const ctx = makeCtx({ viewer, db: openDatabase(pool), now: new Date(), log: silentLog })
  assert.equal((await installationWords(ctx)).language, 'en', 'English while nothing is written down')
  for (const language of ['de', 'en']) {
    const config = readConfig({
      ...{ NODE_ENV: 'test', PORT: '0', TANGO_DATA: folder, TANGO_LANGUAGE: language },
      DATABASE_URL: String(pool.options.connectionString),
    })
    const tango = await startTango(config, () => {})
    try {
      assert.equal((await installationWords(ctx)).language, language)
      assert.equal(await findSetting(ctx, 'public-url'), tango.address)
      const page = await fetch(`${tango.address}/sign-in`)
      assert.match(await page.text(), new RegExp(`<html lang="${language}"`), 'who asks for no language gets it')
    } finally {
      await tango.stop()
    }
  }
  await rm(folder, { recursive: true })
})

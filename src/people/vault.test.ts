import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fc } from '../../test/property.ts'
import { openVault } from './vault.ts'

const inMemory = { dataFolder: '/nowhere', environment: 'test' } as const

test('what was sealed comes back for its purpose, and nobody can read it, change it or move it to another purpose', async () => {
  const vault = await openVault(inMemory)
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(), (text, where) => {
      const sealed = vault.seal('provider 1', text)
      assert.equal(vault.open('provider 1', sealed), Buffer.from(text).toString('utf8'))
      assert.throws(() => vault.open('provider 2', sealed))
      const changed = Buffer.from(sealed)
      changed[where % changed.length]! ^= 1
      assert.throws(() => vault.open('provider 1', changed))
      assert.notDeepEqual(vault.seal('provider 1', text), sealed, 'the same text never looks the same')
    }),
  )
  assert.throws(() => vault.open('provider 1', Buffer.of(1, 2, 3)))
})

test('the key is made once in the data folder, for nobody else to read, and a damaged one is said', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'tango-vault-'))
  const damaged = await mkdtemp(join(tmpdir(), 'tango-vault-'))
  t.after(() => Promise.all([folder, damaged].map((path) => rm(path, { recursive: true }))))
  const config = { dataFolder: folder, environment: 'production' } as const
  const [one, two] = await Promise.all([openVault(config), openVault(config)])
  assert.equal(two!.open('x', one!.seal('x', 'kept')), 'kept')
  const path = join(folder, 'secret.key')
  assert.equal((await stat(path)).mode & 0o777, 0o600)
  assert.equal((await readFile(path)).length, 32)
  await writeFile(join(damaged, 'secret.key'), 'short')
  await assert.rejects(openVault({ ...config, dataFolder: damaged }), /damaged/)
  await writeFile(join(damaged, 'secret.key'), Buffer.alloc(32, 7))
  assert.ok(await openVault({ ...config, dataFolder: damaged }), 'mended, it opens')
})

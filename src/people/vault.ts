import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../platform/config.ts'

/**
 * Seals secrets that must come back as they were (of providers, of authenticator apps), so that a copy of the database
 * alone tells none of them. `purpose` is bound in: what was sealed for one thing opens as nothing else.
 */
export interface Vault {
  seal(purpose: string, text: string): Buffer
  /** Throws when the sealed bytes were changed, moved, or sealed with another key. */
  open(purpose: string, sealed: Buffer): string
}

const vaults = new Map<string, Promise<Vault>>()

/**
 * The vault of this installation. Its key is 32 random bytes in `secret.key` of the data folder, made at first use and
 * readable by nobody else; whoever moves Tango takes it along. Tests have a key for the life of the process.
 */
export function openVault(config: Pick<Config, 'dataFolder' | 'environment'>): Promise<Vault> {
  const place = config.environment === 'test' ? '' : config.dataFolder
  const known = vaults.get(place)
  if (known) return known
  const opening = place === '' ? Promise.resolve(vaultWith(randomBytes(32))) : readKey(place).then(vaultWith)
  vaults.set(place, opening)
  // A folder that could not be read a minute ago may be readable now.
  opening.catch(() => vaults.delete(place))
  return opening
}

async function readKey(folder: string): Promise<Buffer> {
  const path = join(folder, 'secret.key')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  // Exclusive: of two processes that start at once, the second reads the key of the first.
  await writeFile(path, randomBytes(32), { mode: 0o600, flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  const key = await readFile(path)
  if (key.length !== 32) throw new Error('secret.key in the data folder is damaged: it must have 32 bytes')
  return key
}

/** AES-256-GCM with a key for each purpose (HKDF) and a fresh nonce: version, nonce, tag, text. */
function vaultWith(key: Buffer): Vault {
  const keyFor = (purpose: string) => Buffer.from(hkdfSync('sha256', key, '', `tango ${purpose}`, 32))
  return {
    seal(purpose, text) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', keyFor(purpose), nonce)
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([Buffer.of(1), nonce, cipher.getAuthTag(), body])
    },
    open(purpose, sealed) {
      if (sealed[0] !== 1 || sealed.length < 29) throw new Error('a sealed secret has a form that is not known')
      const decipher = createDecipheriv('aes-256-gcm', keyFor(purpose), sealed.subarray(1, 13))
      decipher.setAuthTag(sealed.subarray(13, 29))
      return Buffer.concat([decipher.update(sealed.subarray(29)), decipher.final()]).toString('utf8')
    },
  }
}

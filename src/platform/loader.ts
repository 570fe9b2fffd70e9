/**
 * Lets Node run `.tsx` as it runs `.ts`: types are stripped by Node itself, JSX by esbuild.
 *
 * Loaded with `node --import ./src/platform/loader.ts`. What esbuild makes of a file is kept in the
 * `.cache` folder of the checkout under the hash of its text, so that the second start transforms nothing.
 * (Not in the system's temporary folder: whoever can write there could plant code.)
 */
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { enableCompileCache, registerHooks } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { transformSync } from 'esbuild'

const cacheFolder = join(import.meta.dirname, '../../.cache/tango')
enableCompileCache(join(cacheFolder, 'compiled'))

function transformed(path: string): string {
  const source = readFileSync(path, 'utf8')
  const kept = join(cacheFolder, `${createHash('sha256').update(path).update(source).digest('hex')}.js`)
  try {
    return readFileSync(kept, 'utf8')
  } catch {
    const { code } = transformSync(source, {
      loader: 'tsx',
      format: 'esm',
      target: 'esnext',
      jsx: 'automatic',
      jsxImportSource: 'preact',
      sourcefile: path,
      sourcemap: 'inline',
    })
    keep(kept, code)
    return code
  }
}

function keep(path: string, code: string): void {
  // Written aside and renamed, so that two processes starting together never read half a file.
  const aside = `${path}.${process.pid}`
  try {
    mkdirSync(cacheFolder, { recursive: true })
    writeFileSync(aside, code)
    renameSync(aside, path)
  } catch {
    // A read-only checkout only starts more slowly.
  }
}

registerHooks({
  load(url, context, nextLoad) {
    if (!url.startsWith('file:') || !url.endsWith('.tsx')) return nextLoad(url, context)
    return { format: 'module', shortCircuit: true, source: transformed(fileURLToPath(url)) }
  },
})

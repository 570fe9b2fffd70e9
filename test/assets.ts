/** What browsers get beside pages, bundled by the first file of a run that needs it and read by the others. */
import { readFile, rename, writeFile } from 'node:fs/promises'
import { deserialize, serialize } from 'node:v8'
import { type Asset, type Assets, bundleAssets } from '../src/web/assets.ts'

type Kept = { readonly assets: readonly Asset[]; readonly names: ReadonlyMap<string, string> }

let assets: Promise<Assets> | undefined

/** `npm test` names the file in TANGO_TEST_ASSETS; a file run alone bundles for itself. */
export function testAssets(): Promise<Assets> {
  return (assets ??= readOrBundle(process.env.TANGO_TEST_ASSETS))
}

async function readOrBundle(path: string | undefined): Promise<Assets> {
  if (path === undefined) return bundleAssets()
  const kept = await readFile(path).catch(() => undefined)
  if (kept) return open(deserialize(kept) as Kept)
  const made = await bundleAssets()
  // Written aside and renamed: another file reads all of it or nothing.
  await writeFile(`${path}.${process.pid}`, serialize(close(made)))
  await rename(`${path}.${process.pid}`, path)
  return made
}

function close({ byPath, pathOf }: Assets): Kept {
  const names = [...byPath.keys()].map((path) => path.replace(/^.*\/(.+)-[^-]+(\.\w+)$/, '$1$2'))
  return { assets: [...byPath.values()], names: new Map(names.map((name) => [name, pathOf(name)])) }
}

function open({ assets: all, names }: Kept): Assets {
  return {
    byPath: new Map(all.map((asset) => [asset.path, asset])),
    pathOf(name) {
      const path = names.get(name)
      if (!path) throw new Error(`there is no asset ${name}`)
      return path
    },
  }
}

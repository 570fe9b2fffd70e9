import { glob } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { build, stop } from 'esbuild'
import { styleEntries } from '../ui/styles.ts'

/** One immutable file for browsers, with its compressed forms made once. */
export interface Asset {
  readonly path: string
  readonly type: string
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly gzip?: Uint8Array<ArrayBuffer>
  readonly brotli?: Uint8Array<ArrayBuffer>
}

/** Everything browsers get beside pages. Names carry a hash of the content, so they may be kept for ever. */
export interface Assets {
  readonly byPath: ReadonlyMap<string, Asset>
  /** The path of an entry such as `core.css`, `site.js`, or of a font. */
  pathOf(name: string): string
}

const types: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
}

/**
 * Bundles style sheets, fonts and browser code with esbuild, in memory. `site.client.ts` is the one script of every
 * page; each `*.element.client.ts` of a feature becomes an entry of its own that a page asks for by name,
 * and so does each `*.worker.client.ts`.
 */
export async function bundleAssets(): Promise<Assets> {
  const source = join(import.meta.dirname, '..')
  const entries: Record<string, string> = { site: join(import.meta.dirname, 'site.client.ts'), ...styleEntries }
  for await (const path of glob('**/*.{element,worker}.client.ts', { cwd: source })) {
    entries[basename(path).replace(/\.(element|worker)\.client\.ts$/, '')] = join(source, path)
  }
  const result = await build({
    entryPoints: Object.entries(entries).map(([out, path]) => ({ in: path, out })),
    outdir: '/assets',
    entryNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    chunkNames: 'chunk-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    minify: true,
    write: false,
    metafile: true,
    // Older targets would rewrite light-dark() and nesting into what the design cannot do.
    target: 'esnext',
    loader: { '.woff2': 'file' },
    publicPath: '/assets',
  })
  // Its helper process would otherwise live as long as Tango does.
  await stop()
  const byPath = new Map(
    result.outputFiles.map((file) => {
      const asset = assetOf(`/assets/${basename(file.path)}`, new Uint8Array(file.contents))
      return [asset.path, asset] as const
    }),
  )
  const names = new Map<string, string>()
  for (const path of byPath.keys()) names.set(basename(path).replace(/-[A-Z0-9]{8}(\.\w+)$/, '$1'), path)
  return {
    byPath,
    pathOf(name) {
      const path = names.get(name)
      if (!path) throw new Error(`there is no asset ${name}`)
      return path
    },
  }
}

function assetOf(path: string, bytes: Uint8Array<ArrayBuffer>): Asset {
  const type = types[extname(path)] ?? 'application/octet-stream'
  if (!/^text|svg/.test(type)) return { path, type, bytes }
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9 }
  return {
    path,
    type,
    bytes,
    gzip: new Uint8Array(gzipSync(bytes, { level: 9 })),
    brotli: new Uint8Array(brotliCompressSync(bytes, { params })),
  }
}

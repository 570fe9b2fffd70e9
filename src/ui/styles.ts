import { join } from 'node:path'

const folder = join(import.meta.dirname, 'styles')

/**
 * The style sheets as the bundler's entries (each is a list of imports in the order of the cascade).
 * `core` is on every page; `extra` is loaded after it on boards, consoles, settings, sign-in and first start;
 * `gallery` only on the page of parts. Fonts are referred to relative to these files.
 */
export const styleEntries = {
  core: join(folder, 'core.css'),
  extra: join(folder, 'extra.css'),
  gallery: join(folder, 'gallery.css'),
}

/** The folder of the fonts, for preloading: the two that a first page in Latin script needs. */
export const firstFonts = ['schibsted-grotesk-latin-wght-normal.woff2', 'source-serif-4-latin-wght-normal.woff2'].map(
  (file) => join(import.meta.dirname, 'fonts', file),
)

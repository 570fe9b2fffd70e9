/** The custom element of the tree, for the type checker; the behaviour is in `tree.client.ts`. */
import type { ComponentChildren } from 'preact'

type Around = { children?: ComponentChildren }

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'tango-tree': Around
    }
  }
}

/**
 * The custom elements that pages may hold. Each stands around html that works without it.
 * This file only tells the type checker; the behaviour is in `*.client.ts`.
 */
import type { ComponentChildren } from 'preact'

type Plain = { children?: ComponentChildren; id?: string; class?: string; hidden?: boolean }

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'tango-choice': Plain
      'tango-editor': Plain & {
        'data-preview'?: string
        'data-upload'?: string
        'data-draft'?: string
        'data-suggest'?: string
        'data-words'?: string
      }
      'tango-keys': Plain & { 'data-words'?: string }
      'tango-palette': Plain & { 'data-found': string; 'data-search': string; 'data-words'?: string }
      'tango-read': Plain & { 'data-thread': string }
      'tango-toast': Plain & { 'data-seconds'?: string }
    }
  }
}

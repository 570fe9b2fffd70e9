/** The custom elements of the web side, for the type checker; the behaviour is in `*.client.ts`. */
declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'tango-live': {
        'data-topics': string
        'data-mode': string
        'data-offer': string
        'data-show': string
        role?: 'status'
      }
    }
  }
}

export {}

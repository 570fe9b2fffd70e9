/** The custom element that looks before somebody posts, for the type checker; the behaviour is in `look-before.client.ts`. */
declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'tango-look': { 'data-like': string; 'data-answered': string; 'data-undo': string; 'data-words'?: string }
    }
  }
}

export {}

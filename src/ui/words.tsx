import type { ComponentChildren } from 'preact'
import { type Say, english } from '../platform/languages/languages.ts'

let reader: Say = english

/**
 * Draws in the language of one reader. Only what `draw` does in this one synchronous call speaks it; nothing else runs
 * meanwhile, so that no other request can be answered in it. (A Preact context would add a subscription for every part that speaks.)
 */
export function drawFor<Drawn>(say: Say, draw: () => Drawn): Drawn {
  const before = reader
  reader = say
  try {
    return draw()
  } finally {
    reader = before
  }
}

/**
 * The words of the product for whoever this part is drawn for: `const say = useWords()`, then `say('Sign in')`. Only in
 * components; everywhere else it is `ctx.say`.
 */
export function useWords(): Say {
  return reader
}

/** Draws words of a message as a link: `say.with('<a>Sign in</a> first.', { a: linkTo('/sign-in') })`. */
export function linkTo(href: string): (words: ComponentChildren) => ComponentChildren {
  return (words) => <a href={href}>{words}</a>
}

/** Draws words of a message in bold. */
export function bold(words: ComponentChildren): ComponentChildren {
  return <b>{words}</b>
}

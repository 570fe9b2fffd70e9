import { cleanMarkdown } from '../../platform/text/markdown.ts'

/**
 * The text of a comment as Markdown. Comments of Stack Exchange know marks within a line (code, bold, links) and
 * nothing else: what Markdown would read as a heading, list, quote, picture or rule stays the signs it is.
 */
export function markdownOfComment(text: string): string {
  return cleanMarkdown(text)
    .split('\n')
    .map((line) =>
      line
        .replace(/^\s+/, '')
        .replace(/^(#{1,6}(?=\s|$)|[-+*](?=\s|$)|>|=+\s*$|-+\s*$|~~~|```|\|)/, '\\$1')
        .replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2')
        .replace(/!(?=\[)/g, '\\!'),
    )
    .join('\n')
}

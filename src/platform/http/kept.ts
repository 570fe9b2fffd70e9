/**
 * Whether somebody who sends `If-None-Match` has what `etag` marks already: the marks may be several, and a proxy that
 * packed an earlier answer made them weak (RFC 9110, 13.1.2).
 */
export function isKept(marks: string | undefined, etag: string): boolean {
  return (marks ?? '').split(',').some((mark) => ['*', etag, `W/${etag}`].includes(mark.trim()))
}

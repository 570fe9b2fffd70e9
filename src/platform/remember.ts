/**
 * The same function of a text, with its latest results remembered: what many readers read is worked out once. `most`:
 * letters that are kept, of texts and results together. Only for work that depends on nothing but the text.
 */
export function remembered(work: (text: string) => string, most = 8_000_000): (text: string) => string {
  const results = new Map<string, string>()
  let letters = 0
  return (text) => {
    const known = results.get(text)
    if (known !== undefined) {
      // Put last again, so that the first is always the one that was not asked for longest.
      results.delete(text)
      results.set(text, known)
      return known
    }
    const result = work(text)
    results.set(text, result)
    letters += text.length + result.length
    for (const [oldest, its] of results) {
      if (letters <= most) break
      results.delete(oldest)
      letters -= oldest.length + its.length
    }
    return result
  }
}

/**
 * With script, what a form posts is fetched, and only a redirect or a refusal is drawn: a page given in answer to a post
 * would never be seen. This reads the routes for such answers; each that stands must be posted by a form that is left to
 * the browser.
 */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'

/** Where a page is the answer all the same, with why that is seen. */
const seen: Readonly<Record<string, string>> = {
  "'/notices/stop'": 'its form says data-turbo="false"; mail programs post here too',
  "'/questions/like/answered'": 'from a page that is drawn without script alone',
  "'/questions/ask'": 'asked by a field that stands in noscript',
  '`${path}/try`': 'its form says data-turbo="false": nothing is kept, so there is nowhere to lead to',
  home: 'the form says data-turbo="false": the secret of a web address is shown once',
  '`${home}/:id/secret`': 'its form says data-turbo="false": the secret of a web address is shown once',
  '`${home}/factor`': 'its form says data-turbo="false": codes are shown once',
  '`${home}/recovery`': 'its form says data-turbo="false": codes are shown once',
}

/** The handlers of posts in a text, each from its address to the bracket that closes it. */
function postsIn(text: string): { address: string; handler: string }[] {
  return [...text.matchAll(/app\.post\(/g)].map(({ index }) => {
    const start = index + 'app.post('.length
    let at = start
    for (let open = 1; open > 0 && at < text.length; at++) open += text[at] === '(' ? 1 : text[at] === ')' ? -1 : 0
    const handler = text.slice(start, at)
    return { address: handler.slice(0, handler.indexOf(',')).trim(), handler }
  })
}

/** Draws itself, or hands what was typed (never the form, which is what a refusal gets) to what draws. */
function answersWithPage(handler: string): boolean {
  return handler.includes('c.render(') || /async \(\{[^)]*\}\) =>\s*draw/.test(handler)
}

test('a post is answered by a redirect, so that it is seen with script too', () => {
  const files = globSync('src/**/*.routes.tsx')
  assert.ok(files.length > 30)
  const found = files.flatMap((file) =>
    postsIn(readFileSync(file, 'utf8')).filter(({ handler }) => answersWithPage(handler)),
  )
  assert.deepEqual(found.map(({ address }) => address).toSorted(), Object.keys(seen).toSorted())
})

test('a page in answer to a post is found wherever it stands in the handler', () => {
  const routes = `app.post('/a', (c) => takeForm(c, s, async () => c.render(<A />)))
    app.post('/b', (c) => takeForm(c, s, async ({ id }) => c.redirect(id), (form) => draw(c, form)))
    app.post('/c', (c) => takeForm(c, s, async ({ text }) => draw(c, text)))`
  assert.deepEqual(
    postsIn(routes).map(({ address, handler }) => [address, answersWithPage(handler)]),
    [
      ["'/a'", true],
      ["'/b'", false],
      ["'/c'", true],
    ],
  )
})

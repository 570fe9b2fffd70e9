import assert from 'node:assert/strict'
import test from 'node:test'
import { openUiPages, skip, ui } from '../../test/ui-page.ts'

openUiPages()

const said: Record<string, object> = {
  '/quote/thread/7': { author: 'Ines Carvalho', path: '/questions/7/wet', body: 'My dough is **soup**.\n\nWhy?' },
  '/quote/31': { author: 'Gustav [Ek]', path: '/questions/7/wet#answer-31', body: 'Fold it.' },
}

/** Puts a thread on the page, above its composer: an opening post, an answer, a comment below it. */
async function showThread(kind: string, more = ''): Promise<void> {
  await ui.page.route('http://ui.test/quote/**', (route) => {
    const path = new URL(route.request().url()).pathname
    return said[path] ? route.fulfill({ json: said[path] }) : route.fulfill({ status: 404, json: {} })
  })
  await ui.page.evaluate(
    ([opening, after]) => {
      document.querySelector('main')!.insertAdjacentHTML(
        'afterbegin',
        `<article id="${opening}-7"><div class="text"><p>My dough is <b>soup</b>.</p><p>Why?</p></div></article>
         <article id="answer-31"><div class="text"><p>Fold it.</p></div>
           <div id="comment-32"><div class="text"><p>How often?</p></div></div></article>
         ${after}<tango-read data-thread="7" hidden></tango-read>`,
      )
      document.dispatchEvent(new Event('turbo:load'))
    },
    [kind, more] as const,
  )
  await ui.page.locator('#answer-31').getByRole('button', { name: 'Quote' }).waitFor()
}

for (const kind of ['question', 'idea', 'praise', 'thread']) {
  test(`what opens a thread (${kind}) is quoted like a reply, and each of them once`, { skip }, async () => {
    await showThread(kind)
    assert.equal(await ui.page.locator('main').getByRole('button', { name: 'Quote' }).count(), 2, 'no comment is')
    await ui.page.locator(`#${kind}-7`).getByRole('button', { name: 'Quote' }).click()
    const wanted = '> My dough is **soup**.\n>\n> Why?\n>\n> [Ines Carvalho](/questions/7/wet)\n\n'
    await ui.page.waitForFunction((text) => document.querySelector('textarea')?.value === text, wanted)
    await ui.page.locator('#answer-31').getByRole('button', { name: 'Quote' }).click()
    const both = `${wanted}> Fold it.\n>\n> [Gustav  Ek ](/questions/7/wet#answer-31)\n\n`
    await ui.page.waitForFunction((text) => document.querySelector('textarea')?.value === text, both)
    assert.deepEqual(ui.problems, [])
  })
}

test('only what is selected of the opening post is quoted, and what stands in the box stays', { skip }, async () => {
  await showThread('question')
  await ui.page.focus('textarea')
  await ui.page.keyboard.type('I have this too.')
  await ui.page.locator('#question-7 .text p:last-child').click({ clickCount: 3 })
  await ui.page.locator('#question-7').getByRole('button', { name: 'Quote' }).click()
  const wanted = 'I have this too.\n\n> Why?\n>\n> [Ines Carvalho](/questions/7/wet)\n\n'
  await ui.page.waitForFunction((text) => document.querySelector('textarea')?.value === text, wanted)
})

test(
  'where another thread is shown beside, or nothing can be written, its opening post has no such button',
  { skip },
  async () => {
    await showThread('question', '<article id="question-8"><div class="text"><p>Another.</p></div></article>')
    assert.equal(await ui.page.locator('#question-8').getByRole('button').count(), 0)
    await ui.page.evaluate(() => {
      for (const form of document.querySelectorAll('main form.composer, .quote')) form.remove()
      document.querySelector('tango-read')!.replaceWith(document.querySelector('tango-read')!.cloneNode())
    })
    assert.equal(await ui.page.locator('main').getByRole('button', { name: 'Quote' }).count(), 0)
  },
)

test(
  'the button stands in the row of what can be done with its post, and below the words where there is none',
  { skip },
  async () => {
    const row = '<footer><button>Helped</button><span class="push"><a href="#">Link</a></span></footer>'
    const withRow = `<article id="answer-33"><div class="text"><p>Rest it.</p></div>${row}</article>`
    const plain =
      '<article id="answer-34"><div class="text"><p>Bake it.</p></div><footer><a href="#">Link</a></footer></article>'
    const line =
      '<article id="reply-35"><div class="text"><p>Eat it.</p></div><p data-acts><a href="#">Change</a></p></article>'
    await showThread('question', withRow + plain + line)
    const parents = await ui.page.evaluate(() =>
      ['answer-31', 'answer-33', 'answer-34', 'reply-35'].map((id) => {
        const button = document.querySelector(`#${id} .quote`)!
        return [
          button.parentElement!.tagName,
          button.parentElement!.className,
          button.nextElementSibling?.tagName ?? null,
        ]
      }),
    )
    assert.deepEqual(parents, [
      ['ARTICLE', '', 'DIV'],
      ['SPAN', 'push', 'A'],
      ['FOOTER', '', null],
      ['P', '', null],
    ])
    await ui.page.evaluate(() => document.dispatchEvent(new Event('turbo:render')))
    assert.equal(await ui.page.locator('#answer-33').getByRole('button', { name: 'Quote' }).count(), 1, 'once')
  },
)

test('an idea is quoted though its words stand below its head, in the language of the page', { skip }, async () => {
  await showThread(
    'nothing',
    `<div id="idea-7"><h1>Dough</h1></div><div class="text"><p>My dough is <b>soup</b>.</p></div><p data-acts></p>`,
  )
  await ui.page.evaluate(() => {
    for (const button of document.querySelectorAll('.quote')) button.remove()
    document.querySelector('tango-read')!.setAttribute('data-quote', 'Zitieren')
    document.dispatchEvent(new Event('turbo:render'))
  })
  await ui.page.locator('[data-acts]').getByRole('button', { name: 'Zitieren' }).click()
  await ui.page.waitForFunction(() => document.querySelector('textarea')?.value.startsWith('> My dough is **soup**.'))
})

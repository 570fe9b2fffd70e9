import assert from 'node:assert/strict'
import test from 'node:test'
import { answer, openUiPages, skip, ui } from '../../test/ui-page.ts'

openUiPages()

async function givePicture(name: string, type = 'image/png', how: 'paste' | 'drop' = 'paste'): Promise<void> {
  await ui.page.locator('textarea').evaluate(
    (textarea, given) => {
      const data = new DataTransfer()
      data.items.add(new File(['pixels'], given.name, { type: given.type }))
      const options = { bubbles: true, cancelable: true }
      textarea.dispatchEvent(
        given.how === 'paste'
          ? new ClipboardEvent('paste', { ...options, clipboardData: data })
          : new DragEvent('drop', { ...options, dataTransfer: data }),
      )
    },
    { name, type, how },
  )
}

test('the preview shows what the server makes of the text, and writing goes on where it was', { skip }, async () => {
  await ui.page.fill('textarea', '*made*')
  await ui.page.click('text=Preview')
  await ui.page.locator('.preview em').waitFor()
  assert.deepEqual(ui.sent, [{ path: '/preview', body: '{"text":"*made*"}' }])
  assert.equal(await ui.page.locator('textarea').isVisible(), false)
  await ui.page.click('text=Back to writing')
  assert.equal(await ui.page.inputValue('textarea'), '*made*')
  assert.deepEqual(ui.problems, [])
})

test('a pasted picture is sent, and stands at the caret when it has arrived', { skip }, async () => {
  await ui.page.fill('textarea', 'ab')
  await ui.page.locator('textarea').evaluate((box: HTMLTextAreaElement) => box.setSelectionRange(1, 1))
  await givePicture('my pic.png')
  await ui.page.waitForFunction(() => document.querySelector('textarea')?.value === 'a\n![my pic](/files/1)\nb')
  assert.match(ui.sent[0]?.body ?? '', /name="file"; filename="my pic.png"[\s\S]*pixels/)
})

test('a dropped picture is taken too, and what is not a picture is refused in words', { skip }, async () => {
  await givePicture('b.png', 'image/png', 'drop')
  await ui.page.waitForFunction(() => document.querySelector('textarea')?.value.includes('![b](/files/1)'))
  await givePicture('list.pdf', 'application/pdf', 'drop')
  await ui.page.locator('.uploads [role="alert"]', { hasText: 'list.pdf: Only pictures' }).waitFor()
  assert.equal(ui.sent.length, 1)
})

test('an upload that fails says why, and can be tried again', { skip }, async () => {
  ui.uploadAnswers = [
    { status: 422, body: '{"detail":"This file is broken"}' },
    { status: 413, body: '' },
  ]
  await givePicture('c.png')
  await ui.page.locator('.failed', { hasText: 'c.png: This file is broken' }).waitFor()
  await ui.page.click('text=Try again')
  await ui.page.locator('.failed', { hasText: 'The picture is too large' }).waitFor()
  await ui.page.click('text=Try again')
  await ui.page.waitForFunction(() => document.querySelector('textarea')?.value.includes('![c](/files/1)'))
})

test('a picture asks what it shows, and those words stand for it in the text', { skip }, async () => {
  await givePicture('IMG_2041.png')
  await ui.page.getByLabel(/IMG_2041\.png: what does it show/).fill('A cell with a [swollen] edge')
  await ui.page.keyboard.press('Enter')
  assert.equal(await ui.page.inputValue('textarea'), '![A cell with a  swollen  edge](/files/1)\n')
  assert.equal(await ui.page.evaluate(() => document.activeElement?.tagName), 'TEXTAREA')
  assert.equal(await ui.page.locator('.uploads li').count(), 0)
})

test('sending waits for pictures that are still on their way', { skip }, async () => {
  let arrive = () => {}
  ui.uploadAnswers = [{ status: 200, body: '{"url":"/files/9"}', wait: new Promise((resolve) => (arrive = resolve)) }]
  await ui.page.fill('textarea', 'see')
  await givePicture('d.png')
  await ui.page.locator('.uploads progress').waitFor()
  await ui.page.click('text=Post inside')
  await ui.page.waitForTimeout(100)
  assert.deepEqual(
    ui.sent.filter((request) => request.path === '/posts'),
    [],
  )
  const posted = ui.page.waitForRequest('**/posts')
  arrive()
  assert.match((await posted).postData() ?? '', /text=see.*%2Ffiles%2F9/)
})

test('Ctrl Enter posts to the audience shown', { skip }, async () => {
  await ui.page.fill('textarea', 'hello')
  const posted = ui.page.waitForRequest('**/posts')
  await ui.page.press('textarea', 'Control+Enter')
  assert.equal(new URLSearchParams((await posted).postData() ?? '').get('text'), 'hello')
})

test('a page that refreshes itself leaves alone what somebody is writing', { skip }, async () => {
  const prevented = await ui.page
    .locator('tango-editor')
    .evaluate(
      (editor) =>
        !editor.dispatchEvent(new CustomEvent('turbo:before-morph-element', { bubbles: true, cancelable: true })),
    )
  assert.equal(prevented, true)
})

test('an editor that leaves the page and comes back has its tools once', { skip }, async () => {
  await ui.page.locator('tango-editor').evaluate((editor) => {
    const parent = editor.parentElement
    const next = editor.nextSibling
    editor.remove()
    parent?.insertBefore(editor, next)
  })
  assert.equal(await ui.page.locator('.editor-bar').count(), 1)
})

test('the slash leads to the search, and keys of one letter do nothing while somebody types', { skip }, async () => {
  await ui.page.keyboard.press('/')
  assert.equal(await ui.page.evaluate(() => document.activeElement?.id), 'search')
  await ui.page.keyboard.press('c')
  assert.equal(await ui.page.inputValue('#search'), 'c')
  assert.equal(ui.page.url(), 'http://ui.test/')
  await ui.page.keyboard.press('Escape')
  await ui.page.keyboard.press('c')
  await ui.page.waitForURL('http://ui.test/#write')
})

test('g then o goes outside', { skip }, async () => {
  await ui.page.keyboard.press('g')
  await ui.page.keyboard.press('o')
  await ui.page.waitForURL('http://ui.test/#outside')
})

test('j and k go from item to item', { skip }, async () => {
  const here = () => ui.page.evaluate(() => document.activeElement?.getAttribute('data-realm'))
  await ui.page.keyboard.press('j')
  assert.equal(await here(), 'inside')
  await ui.page.keyboard.press('j')
  assert.equal(await here(), 'outside')
  await ui.page.keyboard.press('k')
  assert.equal(await here(), 'inside')
})

test('F6 goes from region to region, also while typing', { skip }, async () => {
  const here = () => ui.page.evaluate(() => document.activeElement?.tagName)
  await ui.page.focus('#search')
  await ui.page.keyboard.press('F6')
  assert.equal(await here(), 'NAV')
  await ui.page.keyboard.press('F6')
  assert.equal(await here(), 'MAIN')
  await ui.page.keyboard.press('Shift+F6')
  assert.equal(await here(), 'NAV')
})

test('the question mark lists every key, and letters can be switched off there', { skip }, async () => {
  await ui.page.keyboard.press('?')
  const list = await ui.page.locator('dialog .keys').innerText()
  for (const line of ['Write', 'Inside', 'Outside', 'Home', 'Search', 'Next region of the page'])
    assert.ok(list.includes(line), line)
  await ui.page.click('text=Keys of one letter are on')
  await ui.page.keyboard.press('Escape')
  await ui.page.keyboard.press('c')
  assert.equal(ui.page.url(), 'http://ui.test/')
  await ui.page.reload()
  await ui.page.keyboard.press('c')
  assert.equal(ui.page.url(), 'http://ui.test/')
  assert.deepEqual(ui.problems, [])
})

test('the menu of the account opens and closes without script', { skip }, async () => {
  const plain = await (await ui.browser.newContext({ javaScriptEnabled: false })).newPage()
  await plain.route('http://ui.test/**', answer)
  await plain.goto('http://ui.test/')
  const menu = plain.locator('#account-menu')
  assert.equal(await menu.isVisible(), false)
  await plain.click('[popovertarget="account-menu"]')
  assert.equal(await menu.isVisible(), true)
  const box = await menu.boundingBox()
  assert.ok(box && box.x >= 0 && box.x + box.width <= 1280 && box.y > 30, JSON.stringify(box))
  await plain.keyboard.press('Escape')
  assert.equal(await menu.isVisible(), false)
  await plain.context().close()
})

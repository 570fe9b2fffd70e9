import assert from 'node:assert/strict'
import test from 'node:test'
import { openUiPages, skip, ui } from '../../test/ui-page.ts'

openUiPages()

/** The times of a page as a reader in Tokyo sees them, at three in the afternoon there. */
async function seenInTokyo(times: string, { zone = 'browser', language = 'en' } = {}): Promise<string[]> {
  const session = await ui.page.context().newCDPSession(ui.page)
  await session.send('Emulation.setTimezoneOverride', { timezoneId: 'Asia/Tokyo' })
  await ui.page.clock.setFixedTime('2026-11-21T06:00:00Z')
  return ui.page.evaluate(
    ([times, zone, language]) => {
      document.documentElement.lang = language!
      document.head.insertAdjacentHTML('beforeend', `<meta name="times" content="${zone}">`)
      document.body.innerHTML = times!
      document.dispatchEvent(new Event('turbo:render'))
      return [...document.querySelectorAll('time')].map((time) => `${time.textContent} / ${time.title}`)
    },
    [times, zone, language],
  )
}

const late = '<time datetime="2026-11-20T22:30:00.000Z" title="server">server</time>'

test('where the server knows no zone, a moment is said on the clock of the browser', { skip }, async () => {
  const [words] = await seenInTokyo(late)
  assert.match(words!, /^7:30 \/ Saturday,? 21 November 2026 at 07:30 /)
})

test('the language stays that of the page, or that of the moment itself', { skip }, async () => {
  const days = late.replaceAll('11-20', '11-10')
  assert.match(
    (await seenInTokyo(days, { language: 'de' }))[0]!,
    /^11\. November \/ Mittwoch, 11\. November 2026 um 07:30/,
  )
  assert.match((await seenInTokyo(days.replace('<time', '<time lang="de"')))[0]!, /^11\. November \//)
})

test('a moment in the long form keeps its date', { skip }, async () => {
  const days = late.replaceAll('11-20', '11-10').replace('title', 'data-form="long" title')
  assert.match((await seenInTokyo(days))[0]!, /^11 November, 7:30 \//)
})

test(
  'a zone that the reader chose is left as the server wrote it, and so are days without a clock',
  { skip },
  async () => {
    assert.deepEqual(await seenInTokyo(late, { zone: 'account' }), ['server / server'])
    assert.deepEqual(
      await seenInTokyo(
        '<time datetime="2026-11-20" title="a day">20 Nov</time><time datetime="T" title="x">odd</time>',
      ),
      ['20 Nov / a day', 'odd / x'],
    )
  },
)

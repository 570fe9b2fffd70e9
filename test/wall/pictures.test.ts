import assert from 'node:assert/strict'
import { test } from 'node:test'
import sharp from 'sharp'
import { uploadPicture } from '../../src/content/files/files.ts'
import { ask } from '../../src/content/questions/questions.ts'
import { startThread } from '../../src/content/threads/threads.ts'
import { getCast } from '../cast.ts'
import { openCtx, openWall } from './site.ts'

const ctx = await openCtx()
const wall = await openWall(ctx)
const cast = await getCast(ctx)
const bytes = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#2a7' } })
  .png()
  .toBuffer()

async function post(place: 'battery' | 'cells', who: 'tomasz' | 'lena'): Promise<{ url: string; signed: string }> {
  const as = cast.as(ctx, who)
  const { url } = await uploadPicture(as, wall.blobs, cast.spaces[place], bytes)
  const { id } = await startThread(as, cast.spaces[place], {
    type: 'discussion',
    title: 'Seen',
    body: `![a cell](${url})`,
  })
  const page = await wall.get(cast.viewer(who), `/inside/threads/${id}`)
  const signed = new RegExp(`${url}\\?[^"]+`).exec(page.body)?.[0].replaceAll('&amp;', '&')
  return { url, signed: signed! }
}

const [battery, cells] = [await post('battery', 'tomasz'), await post('cells', 'lena')]

test('a picture from inside opens by the signature that its page gave and by nothing else', async () => {
  const never = await wall.get({ kind: 'visitor' }, '/files/AAAAAAAAAAAAAAAAAAAAAA')
  assert.equal(
    (await wall.get({ kind: 'visitor' }, battery.signed)).status,
    200,
    'no page shows pictures to its readers',
  )
  const query = (signed: string) => signed.slice(signed.indexOf('?'))
  const until = Number(/until=(\d+)/.exec(battery.signed)![1])
  const tries = [
    battery.url,
    `${battery.url}?until=${until}`,
    `${battery.url}?until=${until}&sign=`,
    // The signature of another picture, of a later time, of the same letters in another case.
    battery.url + query(cells.signed),
    battery.signed.replace(`until=${until}`, `until=${until + 1800}`),
    battery.signed.replace(/sign=(.*)/, (_, sign: string) => `sign=${sign.toUpperCase()}`),
    battery.signed.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
  ]
  for (const path of tries) {
    for (const who of ['visitor', 'ines', 'petra', 'daniel'] as const) {
      const answer = await wall.get(cast.viewer(who), path)
      assert.equal(answer.status, 404, `${who}: ${path}`)
      // The page of a mistake offers the visitor a way to sign in that comes back to this address.
      if (who !== 'visitor') continue
      const neutral = (text: string) =>
        text.replaceAll(/\/sign-in\?next=[^"]*/g, '').replaceAll(/%2Ffiles%2F[\w%-]*/g, '')
      assert.equal(neutral(answer.bytes), neutral(never.bytes), path)
    }
  }
})

test('an old address of a picture is closed', async () => {
  const later = await openWall({ ...ctx, now: new Date(ctx.now.getTime() + 2 * 3_600_000) })
  assert.equal((await later.get({ kind: 'visitor' }, battery.signed)).status, 404)
})

test('a page outside that names a picture from inside does not open it', async () => {
  const { thread } = await ask(cast.as(ctx, 'ines'), {
    space: 'riders',
    title: 'Look',
    body: `![x](${battery.url}) ![y](${battery.signed})`,
    tags: [],
  })
  for (const who of ['visitor', 'ines', 'tomasz'] as const) {
    const page = await wall.get(cast.viewer(who), `/questions/${thread.id}/${thread.slug}`)
    assert.equal(page.status, 200)
    for (const [address] of page.body.matchAll(new RegExp(`${battery.url}[^"\\s)<]*`, 'g'))) {
      const path = address.replaceAll('&amp;', '&')
      // Tomasz himself could have copied a signed address; Tango must make no new one for it.
      if (path !== battery.signed) assert.equal((await wall.get(cast.viewer(who), path)).status, 404, path)
    }
  }
})

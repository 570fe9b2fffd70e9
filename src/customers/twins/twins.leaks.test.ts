/** The twin leaks nothing: canaries in every field inside, counts and order included, looked for by everybody outside. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { getCast } from '../../../test/cast.ts'
import { hearEverything } from '../../../test/database.ts'
import { shapesOf } from '../../../test/wall/addresses.ts'
import { crawl } from '../../../test/wall/crawl.ts'
import { openSecrets } from '../../../test/wall/secrets.ts'
import { forAll, openCtx, openWall } from '../../../test/wall/site.ts'
import { agreeToBeNamed, postIdea, setStage, vote } from '../../content/ideas/ideas.ts'
import { addReply, editThread, threadAddress } from '../../content/threads/threads.ts'
import { addMember } from '../../realms/spaces/spaces.ts'
import { answerAs } from './pair.fixture.test.ts'
import { endTwin, enterTwin, joinTwin, noteTwin, previewWords, proposeWords } from './twins.ts'

const ctx = await openCtx()
const wall = await openWall(ctx)
const cast = await getCast(ctx)
const secrets = openSecrets()
/** A word that nobody outside reads; those who may are asked in the first test. Colleagues know each other's names. */
const secret = (what: string) => secrets.mint(what, what.startsWith('name of') ? ['daniel'] : [])
const [aiko, lena, tomasz] = [cast.as(ctx, 'aiko'), cast.as(ctx, 'lena'), cast.as(ctx, 'tomasz')]

await ctx.db
  .updateTable('accounts')
  .set({ displayName: `Aiko ${secret('name of who wrote the inside idea')}` })
  .where('id', '=', cast.people.aiko.id)
  .execute()
await addMember(ctx, cast.spaces.battery, cast.people.tomasz.id, 'steward')
await addMember(ctx, cast.spaces.battery, cast.people.mirela.id)
const outer = await postIdea(cast.as(ctx, 'ines'), {
  space: 'riders',
  title: 'Show the range I will really get',
  body: 'Not the one from summer, battery and winter.',
  tags: ['winter'],
})
const inner = await postIdea(aiko, {
  space: 'battery',
  title: `Range ${secret('title')} battery winter`,
  body: `Sensor ${secret('text')} battery winter`,
  tags: ['winter', secret('tag')],
})
for (let at = 0; at < 3; at++)
  await postIdea(cast.as(ctx, 'gustav'), { space: 'riders', title: `Other wish ${at}`, body: 'battery', tags: [] })
const twin = await joinTwin(lena, { inner: inner.id, outer: outer.id, reason: secret('reason of the join') })
await noteTwin(aiko, twin.id, { kind: 'feasibility', body: secret('feasibility') })
await noteTwin(lena, twin.id, { kind: 'cost', body: secret('cost') })
await noteTwin(lena, twin.id, { kind: 'risk', body: secret('risk') })
await addReply(tomasz, inner.id, { kind: 'comment', body: `${secret('debate')} battery` })
await setStage(tomasz, inner.id, { stage: 'under-review', reason: secret('reason of a stage inside') })
await proposeWords(lena, twin.id, { reason: secret('replaced public words'), answerBy: '2999-01-01' })
const crossing = await answerAs(ctx, cast, twin, 'planned', 'We show a band that follows the temperature.')
await proposeWords(lena, twin.id, { reason: secret('public words that wait'), answerBy: '2999-01-01' })
await hearEverything(ctx)

const ideaPath = threadAddress(outer.thread)
const plain = shapesOf(wall.app, 'GET')
  .filter((shape) => shape.texts.length === 1)
  .map((shape) => shape.route)
const asked = ['battery', 'winter', 'range', 'band', 'zqkanari'].flatMap((q) =>
  ['/', '/search', '/questions', '/ideas', '/tags', '/go'].map((path) => `${path}?q=${q}&tag=${q}&name=${q}`),
)
const orders = ['hot', 'heat', 'top', 'score', 'newest', 'new'].map((order) => `/ideas?order=${order}&sort=${order}`)
const direct = [
  ...[ideaPath, threadAddress(inner.thread), `/inside/twins/${twin.id}`, `/inside/twins/${twin.id}/publish`],
  ...[`/inside/crossings/${crossing.id}`, `/inside/crossings/${twin.crossingId}`, `/people/${cast.people.aiko.id}`],
  ...[`/readers/thread/${inner.id}`, `/readers/thread/${outer.id}`, `/ideas/${inner.id}`, `/ideas/${outer.id}`],
]
const start = [...direct, ...orders, ...asked, ...plain]
const outsiders = ['visitor', 'ines', 'petra'] as const

type Who = (typeof outsiders)[number]
type Picture = ReadonlyMap<string, string>

/** What each address answers somebody, as the hash of its bytes; the same addresses each time. */
async function take(who: Who, paths: Iterable<string>): Promise<Picture> {
  const picture = new Map<string, string>()
  await forAll(paths, async (path) => {
    const { bytes } = await wall.get(cast.viewer(who), path)
    picture.set(path, createHash('sha256').update(bytes).digest('hex'))
  })
  return picture
}

async function differing(before: ReadonlyMap<Who, Picture>): Promise<string[]> {
  const found: string[] = []
  for (const [who, picture] of before) {
    const now = await take(who, picture.keys())
    for (const [path, hash] of picture) if (now.get(path) !== hash) found.push(`${who} ${path}`)
  }
  return found.sort()
}

test('whoever is in the space finds every canary on the page of the twin or of its inside idea', async () => {
  const pages = await Promise.all(
    [`/inside/twins/${twin.id}`, threadAddress(inner.thread)].map((path) => wall.get(cast.viewer('lena'), path)),
  )
  assert.equal(pages[0]!.status, 200, wall.errors.join('\n'))
  const seen = new Set(secrets.foundIn(pages.map((page) => page.body).join('\n')))
  const missing = [...secrets.words.values()].map(({ where }) => where).filter((where) => !seen.has(where))
  // Replaced words are history; a tag and the reason of a stage stand on the page of the idea, if anywhere.
  const elsewhere = new Set(['replaced public words', 'tag', 'reason of a stage inside'])
  assert.deepEqual(
    missing.filter((where) => !elsewhere.has(where)),
    [],
  )
})

for (const who of [...outsiders, 'daniel'] as const) {
  test(`no byte that ${who} can get carries a word of the twin`, async () => {
    const leaks = new Set<string>()
    const answers = await crawl(wall, cast.viewer(who), start, 240)
    for (const [path, { bytes, status }] of answers) {
      assert.ok(status < 500, `${path}: ${status} ${wall.errors.at(-1)}`)
      for (const where of secrets.leaks(bytes, who, decodeURIComponent(path))) leaks.add(`${path}: ${where}`)
    }
    assert.deepEqual([...leaks], [])
    if (who === 'daniel') return
    assert.ok(answers.size > 20, `${answers.size} addresses`)
    for (const path of direct.filter((one) => one.includes('twins')))
      assert.equal(answers.get(path)!.status, 404, `${who} at ${path}`)
  })
}

test('to everybody outside, a twin that is there answers like one that never was', async () => {
  for (const who of outsiders) {
    const [there, nowhere] = await Promise.all(
      [twin.id, 999_999].map((id) => wall.get(cast.viewer(who), `/inside/twins/${id}`)),
    )
    assert.equal(
      there!.bytes.replaceAll(String(twin.id), '#'),
      nowhere!.bytes.replaceAll('999999', '#').replaceAll(String(twin.id), '#'),
      who,
    )
  }
})

test('changing anything inside that is not let out changes no byte outside; letting words out does', async (t) => {
  const before = new Map<Who, Picture>()
  for (const who of outsiders) {
    const reached = await crawl(wall, cast.viewer(who), [...direct, '/', '/ideas'], 30)
    before.set(
      who,
      await take(
        who,
        new Set([
          ...plain.filter((path) => /idea|feed|search|^.$/.test(path)),
          ...asked.slice(0, 12),
          ...reached.keys(),
        ]),
      ),
    )
  }
  t.diagnostic([...before].map(([who, picture]) => `${who}: ${picture.size} addresses`).join(', '))
  await editThread(aiko, inner.id, { title: 'Another title battery', body: 'Another text winter range' })
  await noteTwin(aiko, twin.id, { kind: 'cost', body: 'Twice as much' })
  for (const body of ['First', 'Second', 'Third']) await addReply(tomasz, inner.id, { kind: 'comment', body })
  for (const who of ['tomasz', 'lena', 'mirela'] as const)
    await vote(cast.as(ctx, who), inner.id, who === 'lena' ? -1 : 1)
  await setStage(tomasz, inner.id, { stage: 'not-planned', reason: 'Too dear' })
  await proposeWords(lena, twin.id, { reason: 'It would not fit.' })
  await agreeToBeNamed(aiko, inner.id, true)
  await hearEverything(ctx)
  assert.deepEqual(await differing(before), [], 'after everything inside was changed')
  await endTwin(lena, twin.id, 'Not the same')
  const again = await joinTwin(lena, { inner: inner.id, outer: outer.id, reason: 'The same after all' })
  await postIdea(lena, { space: 'battery', title: 'One more wish', body: 'battery', tags: ['winter'] })
  await setStage(tomasz, inner.id, { stage: 'planned', reason: '' })
  await proposeWords(lena, again.id, { reason: 'It fits after all.', answerBy: '2999-01-01' })
  assert.ok(await previewWords(lena, again.id))
  await hearEverything(ctx)
  assert.deepEqual(await differing(before), [], 'after the twin was ended and joined again, and while words wait')
  const answered = await answerAs(ctx, cast, again, 'planned', 'It fits after all.')
  assert.notDeepEqual(await differing(before), [], 'the picture sees what goes out')
  const page = await wall.get({ kind: 'visitor' }, ideaPath)
  assert.match(page.body, /It fits after all\./)
  assert.equal((await enterTwin(lena, again.id)).crossings.get(answered.id)!.id, answered.id)
})

/** What a feed says by itself is in the language of the installation, or of the owner of a personal one, and says so. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type FeedEntry, type Feed, atomFeed } from './feeds.ts'
import { openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { answer, ask } from '../../content/questions/questions.ts'
import { chooseLocale } from '../../people/accounts/accounts.ts'
import { languageSetting } from '../../platform/languages/installation.ts'
import { putSetting } from '../../platform/settings.ts'
import { makeFeedAddress } from '../personal-feeds/personal-feeds.ts'

const titlesOf = (text: string) => [...text.matchAll(/<title[^>]*>([^<]*)</g)].map(([, title]) => title)

test(
  'public feeds speak the language of the installation, whichever the reader’s is, and leave what people wrote undeclared',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await putSetting(ctx, languageSetting, 'de')
    const { thread } = await ask(cast.as(ctx, 'ines'), {
      space: 'riders',
      title: 'Brakes',
      body: 'They hum.',
      tags: ['cold'],
    })
    await answer(cast.as(ctx, 'gustav'), thread.id, 'Oil.')
    const site = await openSite(ctx)
    for (const language of ['en', 'de']) {
      const read = async (path: string) => (await site.as('visitor').get(path, { 'accept-language': language })).text
      assert.equal(titlesOf(await read('/feed.atom'))[0], 'Velund, alles Öffentliche')
      assert.equal(titlesOf(await read('/questions/feed.atom'))[0], 'Neueste Fragen')
      assert.equal(titlesOf(await read('/tags/cold/feed.atom'))[0], 'Zu cold')
      const under = await read(`/questions/${thread.id}/feed.atom`)
      assert.deepEqual(titlesOf(under), ['Antworten auf: Brakes', 'Antwort auf: Brakes'])
      assert.match(under, /<feed [^>]*xml:lang="de">/)
      assert.match(under, /<content type="html" xml:lang="">/)
      assert.match(await read('/questions/feed.atom'), /<title xml:lang="">Brakes</)
    }
  }),
)

test(
  'the feed of somebody’s notices speaks their language and not that of the program that fetches it',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    await chooseLocale(ctx, cast.people.ines.id, 'de')
    const { thread } = await ask(cast.as(ctx, 'ines'), {
      space: 'riders',
      title: 'Brakes',
      body: 'They hum.',
      tags: [],
    })
    await answer(cast.as(ctx, 'gustav'), thread.id, 'Oil.')
    await hearEverything(ctx)
    const path = await makeFeedAddress(cast.as(ctx, 'ines'), undefined)
    const { text } = await (await openSite(ctx)).as('visitor').get(path, { 'accept-language': 'en' })
    assert.deepEqual(titlesOf(text), ['Meine Mitteilungen', 'Meine Frage, beantwortet von Gustav Ek'])
    assert.match(text, /xml:lang="de"/)
  }),
)

test('a language tag is written so that it cannot end the document', () => {
  const entries: readonly FeedEntry[] = []
  const feed: Feed = { language: '"><x', title: 'T', self: '/f', page: '/', updatedAt: new Date(0), entries }
  assert.match(atomFeed(feed, 'https://x.example'), /xml:lang="&quot;&gt;&lt;x"/)
})

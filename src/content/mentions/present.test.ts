/** A person who is named in a text is called as they are called now. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { counting } from '../../../test/statements.ts'
import { closeAccount, updateProfile } from '../../people/accounts/accounts.ts'
import type { AccountId } from '../../platform/ids.ts'
import { answer, ask } from '../questions/questions.ts'
import { mentionOf, presentMentions, presentWritten } from './mentions.ts'

test(
  'whoever is renamed is called by the new name wherever they were named: page, structured data, feed and quote',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const site = await openSite(ctx)
    const named = `${mentionOf({ id: cast.people.ines.id, displayName: 'Ines Carvalho' })} said it.`
    const { thread } = await ask(cast.as(ctx, 'joost'), { space: 'riders', title: 'It stops', body: named, tags: [] })
    const reply = await answer(cast.as(ctx, 'gustav'), thread.id, `As ${named}`)
    await updateProfile(cast.as(ctx, 'ines'), cast.people.ines.id, { displayName: 'Ines "I" <Carv & Co>' })
    const shown = '@Ines &quot;I&quot; &lt;Carv &amp; Co&gt;'
    const page = (await site.as('visitor').get(`/questions/${thread.id}/it-stops`)).text
    assert.ok(!page.includes('Ines Carvalho'))
    assert.match(page, /<meta name="description" content="@Ines &quot;I&quot;/)
    assert.equal(page.split(`<a href="/people/${cast.people.ines.id}">${shown}</a>`).length, 3)
    const data = JSON.parse(/<script type="application\/ld\+json"[^>]*>([^<]*)</.exec(page)![1]!)
    assert.match(JSON.stringify(data), /@Ines \\"I\\" <Carv & Co> said it/)
    const feed = (await site.as('visitor').get(`/questions/${thread.id}/feed.atom`)).text
    assert.doesNotMatch(feed, /Ines Carvalho/)
    assert.match(feed, /@Ines/)
    const quote = JSON.parse((await site.as('gustav').get(`/quote/${reply.id}`)).text)
    assert.equal(quote.body, `As [@Ines "I" <Carv & Co>](/people/${cast.people.ines.id}) said it.`)
    const edit = (await site.as('joost').get(`/questions/${thread.id}/-/edit`)).text
    assert.match(edit, /\[@Ines &quot;I&quot;/)
  }),
)

test(
  'a link to somebody who has left leads nowhere and keeps the name that stands beside their words',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { lena } = cast.people
    await closeAccount(cast.as(ctx, 'jonas'), lena.id, 'Left')
    const html = `<p><a href="/people/${lena.id}">@L. Brandt</a> knows</p>`
    assert.equal(await presentMentions(cast.as(ctx, 'daniel'), html), '<p>@Lena Brandt knows</p>')
  }),
)

test(
  'a new name is told to nobody who may not know of the person; who never was is a former member',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { daniel } = cast.people
    await updateProfile(cast.as(ctx, 'daniel'), daniel.id, { displayName: 'Secretly Renamed' })
    const html = `<a href="/people/${daniel.id}">@Daniel Okafor</a>`
    for (const who of ['visitor', 'ines', 'petra'] as const)
      assert.equal(await presentMentions(cast.as(ctx, who), html), html, who)
    assert.match(await presentMentions(cast.as(ctx, 'tomasz'), html), /@Secretly Renamed</)
    const never = `<a href="/people/99999999">@Somebody</a>`
    assert.equal(await presentMentions(cast.as(ctx, 'ines'), never), '@Former member')
    assert.equal(
      await presentWritten(cast.as(ctx, 'ines'), '[@X](/people/99999999-x)'),
      '[@Former member](/people/99999999-x)',
    )
    const plain = '<a href="/people/1">Ines</a> writes to me@example.org'
    assert.equal(await presentMentions(cast.as(ctx, 'ines'), plain), plain, 'a link that is no mention')
  }),
)

test(
  'naming many people costs one question to the database, naming nobody none',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { ctx: as, take } = counting(cast.as(ctx, 'gustav'))
    const all = Object.values(cast.people).map(({ id }) => `<a href="/people/${id as AccountId}">@x</a>`)
    await presentMentions(as, all.join(' ').repeat(20))
    assert.equal(take(), 1)
    await presentMentions(as, '<p>Nobody</p>'.repeat(1000))
    assert.equal(take(), 0)
  }),
)

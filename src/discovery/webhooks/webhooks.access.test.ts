/** Who has web addresses, whose they are, and what the page of settings does with them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite } from '../../../test/browse.ts'
import { everybody, getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import { outcome, outcomeUndone } from '../../../test/outcome.ts'
import { selectNoticeSettings } from '../../governance/own-data/own-data.queries.ts'
import { type Ctx, makeCtx } from '../../platform/context.ts'
import { isGenuine, listenAs, openReceiver, vault } from './receiver.fixture.test.ts'
import {
  type WebhookId,
  listWebhooks,
  nameWebhook,
  pauseWebhook,
  removeWebhook,
  renewSecret,
  resumeWebhook,
  tryWebhook,
} from './webhooks.ts'

const receiver = await openReceiver()
const sending = { vault, ask: receiver.ask }
const parts = { site: 'https://riders.example', vault, resolve: async () => [] }
const page = '/settings/notices/webhooks'
/** By its number: a page test asks no name server. */
const publicHost = 'https://93.184.215.14'

test(
  'everybody with an account has addresses of their own, and nobody else sees or changes them; a visitor has none',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { id } = await listenAs(ctx, 'ines')
    const acts: Record<string, (theirs: Ctx) => Promise<unknown>> = {
      secret: (theirs) => renewSecret(theirs, id, vault),
      try: (theirs) => tryWebhook(theirs, id, sending),
      pause: (theirs) => pauseWebhook(theirs, id),
      resume: (theirs) => resumeWebhook(theirs, id),
      remove: (theirs) => removeWebhook(theirs, id),
    }
    for (const who of everybody) {
      const theirs = cast.as(ctx, who)
      const isVisitor = who === 'visitor'
      const own = isVisitor ? 'webhooks.sign-in-first' : 'ok'
      const name = (one: Ctx) => nameWebhook(one, { name: who, address: `https://${who}.example/` }, parts)
      assert.equal(await outcomeUndone(theirs, name), own, `${who} names one`)
      assert.equal(await outcome(listWebhooks(theirs)), own, `${who} lists their own`)
      if (!isVisitor) assert.equal((await listWebhooks(theirs)).length, who === 'ines' ? 1 : 0, who)
      const expected = who === 'ines' ? 'ok' : isVisitor ? 'webhooks.sign-in-first' : 'webhooks.not-found'
      for (const [does, act] of Object.entries(acts))
        assert.equal(await outcomeUndone(theirs, act), expected, `${who}: ${does}`)
    }
    assert.equal(await outcome(removeWebhook(cast.as(ctx, 'gustav'), id)), 'webhooks.not-found')
    assert.equal((await listWebhooks(cast.as(ctx, 'ines'))).length, 1)
    for (const act of Object.values(acts)) assert.equal(await outcomeUndone(ctx, act), 'webhooks.sign-in-first')
  }),
)

test(
  'somebody has five at most, each once, and names so many an hour',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const ines = cast.as(ctx, 'ines')
    const name = (address: string, who = ines) => outcome(nameWebhook(who, { name: 'x', address }, parts))
    for (const n of [1, 2, 3, 4]) assert.equal(await name(`https://hook.example/${n}`), 'ok')
    assert.equal(await name('https://HOOK.example/1#again'), 'webhooks.twice')
    assert.equal(await name('https://hook.example/1', cast.as(ctx, 'gustav')), 'ok', 'somebody else may name it too')
    assert.equal(await name('https://hook.example/5'), 'ok')
    assert.equal(await name('https://hook.example/6'), 'webhooks.too-many')
    await removeWebhook(ines, (await listWebhooks(ines))[0]!.id)
    assert.equal(await name('https://hook.example/6'), 'ok')
    const outcomes = new Set<string>()
    for (let n = 0; n < 20; n++) outcomes.add(await name('http://x'))
    assert.deepEqual([...outcomes], ['webhooks.not-https', 'too-many-tries'])
    const { id } = (await listWebhooks(ines))[0]!
    const tries = new Set<string>()
    for (let n = 0; n < 31; n++) tries.add(await outcome(tryWebhook(ines, id, sending)))
    assert.deepEqual([...tries], ['ok', 'too-many-tries'])
  }),
)

test(
  'on the page an address is named, its secret is shown once, and each of its buttons does what it says',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    const ines = site.as('ines')
    const settings = await ines.get('/settings/notices')
    assert.match(settings.text, /href="\/settings\/notices\/webhooks"/)
    assert.match((await site.as('visitor').get(page)).location!, /^\/sign-in/)
    const made = await ines.post(page, { name: ' My  program ', address: `${publicHost}/in` })
    assert.equal(made.status, 200)
    const secret = /value="(whsec_[^"]+)"/.exec(made.text)![1]!
    const listed = await ines.get(page)
    assert.ok(!listed.text.includes('whsec_') && !listed.text.includes(secret.slice(6)), 'never again')
    assert.match(listed.text, /<bdi>My program<\/bdi>/)
    assert.match(listed.text, /https:\/\/93\.184\.215\.14\/in/)
    assert.match(listed.text, /nothing yet/)
    const kept = JSON.stringify(await ctx.db.selectFrom('webhooks').selectAll().execute())
    assert.ok(!kept.includes(secret.slice(6)), 'the database alone tells nobody the secret')
    const path = /action="([^"]+)\/pause"/.exec(listed.text)![1]!
    const action = (does: string) => `${path}/${does}`
    for (const [does, then] of [
      ['pause', /Paused\. Nothing is sent there/],
      ['resume', /It is on\./],
    ] as const) {
      assert.ok((await ines.get(page)).text.includes(`action="${action(does)}"`))
      const came = await ines.post(action(does))
      assert.equal(came.status, 303)
      assert.match((await ines.get(came.location!)).text, then)
    }
    const other = await ines.post(action('secret'))
    const second = /value="(whsec_[^"]+)"/.exec(other.text)![1]!
    assert.notEqual(second, secret)
    assert.match(other.text, /The secret before this one signs too until/)
    for (const does of ['secret', 'try', 'pause', 'resume', 'remove'])
      assert.equal((await site.as('gustav').post(action(does))).status, 404, does)
    const gone = await ines.post(action('remove'))
    assert.match((await ines.get(gone.location!)).text, /Removed\. Nothing is sent there any more\./)
    assert.equal((await ines.post(action('remove'))).status, 404)
    assert.equal((await ines.post(`${page}/x/remove`)).status, 404)
  }),
)

test(
  'what is wrong stands at its field, and what was typed is still there',
  inTransaction(async (ctx) => {
    const site = await openSite(ctx)
    const ines = site.as('ines')
    const typed = async (name: string, address: string) => {
      const { status, text } = await ines.post(page, { name, address })
      const errorOf = (field: string) =>
        new RegExp(`id="${field}-error">.*?<span>(.*?)</span>`, 's').exec(text)?.[1] ?? null
      return { status, name: errorOf('name'), address: errorOf('address'), text }
    }
    const wrong = await typed('My program', 'http://10.0.0.1/')
    assert.equal(wrong.status, 422)
    assert.deepEqual(
      [wrong.name, wrong.address],
      [null, 'The address begins with https://. Nothing is sent unprotected.'],
    )
    assert.match(wrong.text, /value="My program"/)
    assert.match((await typed('x', 'https://10.0.0.1/')).address!, /private network/)
    assert.match((await typed('x', 'hook')).address!, /no web address/)
    assert.match((await typed(' ', 'https://10.0.0.1/')).name!, /Give it a name/)
    assert.match((await typed('x'.repeat(61), publicHost)).name!, /60 signs/)
    for (let n = 0; n < 5; n++) assert.equal((await typed('x', `${publicHost}/${n}`)).status, 200)
    assert.match((await typed('x', `${publicHost}/0`)).address!, /named this address already/)
    assert.match((await typed('x', `${publicHost}/9`)).address!, /5 addresses, which is the most/)
    assert.doesNotMatch((await ines.get(page)).text, /name="address"/)
  }),
)

test(
  'a test says at once whether it arrived, and is signed by both secrets for a day after a new one was made',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { id, secret } = await listenAs(ctx, 'ines')
    const at = (hours: number) =>
      cast.as(makeCtx({ ...ctx, now: new Date(ctx.now.getTime() + hours * 3_600_000) }), 'ines')
    const test_ = async (theirs: Ctx, webhook: WebhookId = id) => {
      receiver.heard.length = 0
      const isTaken = await tryWebhook(theirs, webhook, sending)
      return { isTaken, came: receiver.heard[0]! }
    }
    const first = await test_(at(0))
    assert.ok(first.isTaken)
    assert.deepEqual([first.came.json.type, first.came.headers['content-type']], ['test', 'application/json'])
    assert.ok(isGenuine(secret, first.came, at(0).now))
    const { secret: second } = await renewSecret(at(1), id, vault)
    const both = (await test_(at(24))).came
    assert.ok(isGenuine(second, both, at(24).now) && isGenuine(secret, both, at(24).now))
    const later = (await test_(at(25))).came
    assert.ok(isGenuine(second, later, at(25).now) && !isGenuine(secret, later, at(25).now))
    assert.notEqual(first.came.key, both.key)
    receiver.state.status = 500
    assert.equal((await test_(at(26))).isTaken, false)
    receiver.state.status = 200
    const [shown] = await listWebhooks(at(26))
    assert.deepEqual(shown!.tried, { at: at(26).now, isTaken: false, answered: 500, failure: null })
    assert.equal(shown!.again, undefined, 'a test that fails puts nothing off')
    const { text } = await (await openSite(ctx)).as('ines').get(page)
    assert.match(text, /failed: answered with 500/)
  }),
)

test(
  'an export of one’s own data names the addresses and tells no secret of them',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const { secret } = await listenAs(ctx, 'ines')
    const of = async (who: 'ines' | 'gustav') => JSON.stringify(await selectNoticeSettings(cast.as(ctx, who)))
    const mine = await of('ines')
    assert.match(mine, /"webAddresses":\[\{"name":"ines","address":"https:\/\/hook\.example\/ines","since":"/)
    assert.ok(!mine.includes(secret.slice(6)) && !/secret/i.test(mine))
    assert.match(await of('gustav'), /"webAddresses":\[\]/)
  }),
)

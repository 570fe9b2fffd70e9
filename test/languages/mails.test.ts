/** Every kind of mail in German, as a mail program that is not ours reads it after the way over SMTP. */
import assert from 'node:assert/strict'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { createTransport } from 'nodemailer'
import PostalMime from 'postal-mime'
import { answer, ask } from '../../src/content/questions/questions.ts'
import { answerNotice, setPace } from '../../src/discovery/notices/notices.ts'
import { askForOwnData, makeOwnData } from '../../src/governance/own-data/own-data.ts'
import { chooseLocale } from '../../src/people/accounts/accounts.ts'
import { invite } from '../../src/people/invitations/invitations.ts'
import { askException } from '../../src/people/offices/exceptions.ts'
import { giveOffice } from '../../src/people/offices/offices.ts'
import { askReset, confirmFactor, draftFactor } from '../../src/people/second-factor/second-factor.ts'
import { askForCode } from '../../src/people/sign-in/sign-in.ts'
import { openVault } from '../../src/people/vault.ts'
import { folderBlobs } from '../../src/platform/blobs.ts'
import { type Ctx, makeCtx } from '../../src/platform/context.ts'
import { languageSetting, installationWords, speaking } from '../../src/platform/languages/installation.ts'
import { wordsIn } from '../../src/platform/languages/languages.ts'
import { putSetting } from '../../src/platform/settings.ts'
import { shownBy } from '../authenticator.ts'
import { openSite } from '../browse.ts'
import { type PersonName, getCast } from '../cast.ts'
import { hearEverything, inTransaction } from '../database.ts'
import { sendNoticeMails } from '../notice-mails.ts'

const site = 'https://riders.example'

/** Who reads German here; the others stay with English. */
async function germanFor(ctx: Ctx, ...who: PersonName[]) {
  const cast = await getCast(ctx)
  await putSetting(ctx, 'public-url', site)
  for (const one of who) await chooseLocale(ctx, cast.people[one].id, 'de')
  return cast
}

/** The last mail to an address, read by a foreign parser: it says everywhere that it is German, and nothing in English. */
async function germanMail(ctx: Ctx, address: string) {
  await hearEverything(ctx)
  const mail = await ctx.db
    .selectFrom('mails')
    .selectAll()
    .where('toAddress', '=', address)
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow()
  const { message } = await createTransport({ streamTransport: true, buffer: true }).sendMail({
    from: 'tango@riders.example',
    to: mail.toAddress,
    subject: mail.subject,
    text: mail.bodyText,
    html: mail.bodyHtml!,
    headers: mail.headers as Record<string, string>,
  })
  const { subject = '', text = '', html = '', headers } = await PostalMime.parse(message as Buffer)
  assert.equal(headers.find(({ key }) => key === 'content-language')?.value, 'de')
  assert.match(html, /<html lang="de">/)
  const words = `${subject} ${text} ${html.replace(/<style[^]*?<\/style>|<[^>]+>/g, ' ')}`.replace(/https?:\S+/g, ' ')
  const english = /\b(?:the|you|your|and|not|this|because|with|it|from|for|are|who|of|to)\b/i.exec(words)
  assert.equal(english?.[0], undefined, words)
  return { subject, text }
}

test(
  'a notice at once, and a digest, are in the language of whoever is told',
  inTransaction(
    async (ctx) => {
      const cast = await germanFor(ctx, 'ines', 'petra')
      const { thread } = await ask(cast.as(ctx, 'ines'), { space: 'riders', title: 'Akku', body: 'Hm.', tags: [] })
      await answer(cast.as(ctx, 'gustav'), thread.id, 'Warm.')
      await hearEverything(ctx)
      await sendNoticeMails(ctx)
      const once = await germanMail(ctx, 'ines@people.example')
      assert.equal(once.subject, 'Meine Frage, beantwortet von Gustav Ek: Akku')
      assert.match(once.text, /Grund dieser Mail: meine Frage\.\nVelund, Außen\nMails dieser Art abstellen: https/)
      await setPace(cast.as(ctx, 'ines'), answerNotice.name, 'daily')
      for (const who of ['joost', 'amina'] as const) await answer(cast.as(ctx, who), thread.id, 'Kalt.')
      await hearEverything(ctx)
      await sendNoticeMails(ctx, 2 * 1440)
      const digest = await germanMail(ctx, 'ines@people.example')
      assert.equal(digest.subject, 'Der Tag: 2 ungelesene Mitteilungen')
      assert.match(digest.text, /Grund: meine Frage\./)
      assert.match(digest.text, /Grund dieser Mail: die Wahl, einmal am Tag/)
    },
    { now: new Date('2027-01-15T12:00:00Z') },
  ),
)

test(
  'a code, and that a way in changed, are told in German; to an address that nobody knows in the language of the page',
  inTransaction(async (ctx) => {
    const cast = await germanFor(ctx, 'ines')
    await askForCode(ctx, { realm: 'outside', email: 'ines@people.example' }, 'a')
    assert.match((await germanMail(ctx, 'ines@people.example')).subject, /^\d{4} \d{4} ist der Code für Velund$/)
    const visitor = (await openSite(ctx)).as('visitor')
    const inGerman = { 'accept-language': 'de' }
    await visitor.post('/sign-in/code', { realm: 'outside', email: 'nobody@people.example' }, inGerman)
    assert.match((await germanMail(ctx, 'nobody@people.example')).subject, /^Kein Konto mit dieser Adresse/)
    const vault = await openVault({ dataFolder: '', environment: 'test' })
    const { id } = cast.people.ines
    const { key } = await draftFactor(ctx, id, vault)
    await confirmFactor(ctx, id, shownBy(key, ctx.now), vault)
    await askReset(cast.as(ctx, 'sara'), { person: String(id), reason: 'Called' }, site)
    const reset = await ctx.db.selectFrom('mails').select(['subject', 'bodyText']).orderBy('id', 'desc').execute()
    assert.equal(reset[0]!.subject, 'Der zweite Faktor bei Velund soll entfernt werden')
    assert.match((await germanMail(ctx, 'ines@people.example')).text, /^\S/)
    assert.match(reset[0]!.bodyText, /In 3 Tagen wird er entfernt/)
  }),
)

test(
  'own data that are ready, and a request to decide, are told in German',
  inTransaction(async (ctx) => {
    const cast = await germanFor(ctx, 'ines', 'aiko')
    const id = await askForOwnData(cast.as(ctx, 'ines'))
    await makeOwnData(ctx, id, folderBlobs(await mkdtemp(join(tmpdir(), 'tango-mails-'))))
    const ready = await germanMail(ctx, 'ines@people.example')
    assert.equal(ready.subject, 'Die eigenen Daten bei Velund sind bereit')
    assert.match(ready.text, /Sie lässt sich 7 Tage lang abholen/)
    await giveOffice(ctx, cast.people.aiko.id, 'owner')
    await askException(cast.as(ctx, 'jonas'), {
      email: 'sara@velund.example',
      office: 'inside-steward',
      reason: 'Urlaub.',
    })
    const decide = await germanMail(ctx, 'aiko@velund.example')
    assert.equal(decide.subject, 'Jonas Weber fragt: darf Sara Lindqvist beide Seiten betreuen')
    assert.match(decide.text, /auch das Innen betreut\.\n\nGrund: Urlaub\./)
  }),
)

test(
  'an invitation is in the language of whoever invites, and for a guest with an account in theirs',
  inTransaction(async (ctx) => {
    const cast = await germanFor(ctx, 'petra')
    const inGerman = speaking(cast.as(ctx, 'jonas'), wordsIn('de'))
    await invite(inGerman, { place: 'inside', email: 'neu@velund.example', displayName: 'Neu' }, site)
    const colleague = await germanMail(ctx, 'neu@velund.example')
    assert.equal(colleague.subject, 'Einladung von Jonas Weber nach innen bei Velund')
    assert.match(colleague.text, /Zum Eintreten diesen Link öffnen: https:\/\/riders\.example\/invitations\//)
    const { email } = await ctx.db
      .selectFrom('accounts')
      .select('email')
      .where('id', '=', cast.people.petra.id)
      .executeTakeFirstOrThrow()
    const guest = { email: email!, displayName: 'Petra', organisation: 'Kell' }
    await invite(cast.as(ctx, 'lena'), { place: String(cast.spaces.cells.id), ...guest }, site)
    assert.match((await germanMail(ctx, email!)).subject, /^Einladung von Lena Brandt in den Raum „/)
  }),
)

test(
  'what nobody has chosen is said in the language of the installation',
  inTransaction(async (ctx) => {
    assert.equal((await installationWords(ctx)).language, 'en')
    await putSetting(ctx, languageSetting, 'de')
    const bare = makeCtx({ viewer: ctx.viewer, db: ctx.db, now: ctx.now, log: ctx.log })
    assert.equal((await installationWords(bare)).language, 'de')
  }),
)

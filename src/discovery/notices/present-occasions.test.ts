/** Whoever the reason of an idea's stage names is called as they are now, in the list of notices and in mails. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import '../../features.ts'
import { getCast } from '../../../test/cast.ts'
import { hearEverything, inTransaction } from '../../../test/database.ts'
import { sendNoticeMails } from '../../../test/notice-mails.ts'
import { mailsTo } from '../../../test/sent-mails.ts'
import { postIdea, setStage } from '../../content/ideas/ideas.ts'
import { mentionOf } from '../../content/mentions/mentions.ts'
import { listNoticeGroups, listNotices } from './notices.ts'
import { occasionWords, presentOccasions } from './present-occasions.ts'

test(
  'a reason that names somebody carries their present name, whatever they were called when it was written',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const [ines, mirela] = [cast.as(ctx, 'ines'), cast.as(ctx, 'mirela')]
    const idea = await postIdea(ines, { space: 'riders', title: 'A basket', body: 'For bread.', tags: [] })
    const { joost } = cast.people
    const named = mentionOf({ id: joost.id, displayName: joost.name })
    await setStage(mirela, idea.id, { stage: 'planned', reason: `As ${named} proposed, **soon**.` })
    await hearEverything(ctx)
    await ctx.db.updateTable('accounts').set({ displayName: 'Quoll Quokka' }).where('id', '=', joost.id).execute()
    const told = [(await listNotices(ines)).items[0]!.says, (await listNoticeGroups(ines)).items[0]!.lines[0]!.says]
    await sendNoticeMails(ctx)
    const mail = (await mailsTo(ctx, 'ines@people.example')).at(-1)!
    for (const words of [...told, mail]) {
      assert.match(words, /As @Quoll Quokka proposed, soon\./)
      assert.ok(!words.includes(`@${joost.name}`) && !words.includes('/people/'), words)
    }
  }),
)

test(
  'words that name nobody stay as they are, and a name that was cut off is given whole',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const rows = [{ occasion: '12 planned [a link](/x) and @nobody' }, { occasion: '' }]
    assert.deepEqual(await presentOccasions(cast.as(ctx, 'ines'), rows), rows)
    const { joost } = cast.people
    const long = `Thanks to ${mentionOf({ id: joost.id, displayName: joost.name })}`
    const cut = occasionWords(long, 'Thanks to @Joost va'.length)
    const [shown] = await presentOccasions(cast.as(ctx, 'ines'), [{ occasion: cut }])
    assert.equal(shown!.occasion, `Thanks to @${joost.name}…`)
  }),
)

import type { ComponentChildren } from 'preact'
import type { ThreadId } from '../../content/threads/threads.ts'
import { readThreadNotices } from '../../discovery/notices/notices.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Say } from '../../platform/languages/languages.ts'
import { isEmployee } from '../../realms/spaces/spaces.ts'
import { Button } from '../../ui/button.tsx'
import { AsideSection } from '../../ui/page.tsx'
import { AudienceLine } from '../../ui/realm.tsx'
import { durationWords } from '../../ui/time.shared.ts'
import { Time } from '../../ui/time.tsx'
import { type Moment, Timeline } from '../../ui/timeline.tsx'
import { type Loop, findOwnLoop, helpedQuestion, loopOf } from './loop-closure.ts'

/** Beside a public question, for employees alone: how far it has come on its way round. */
export async function loopPanel(ctx: Ctx, questionId: ThreadId): Promise<ComponentChildren> {
  if (!isEmployee(ctx.viewer)) return null
  await readThreadNotices(ctx, questionId)
  const loop = await loopOf(ctx, questionId)
  return (
    <AsideSection title={ctx.say('The loop')}>
      <AudienceLine realm="inside" word={ctx.say('Inside')} who={ctx.say('Only employees see this')} />
      <div class="mt2">
        <Timeline label={ctx.say('The loop of this question')} moments={momentsOf(ctx, loop)} />
      </div>
    </AsideSection>
  )
}

function momentsOf({ say, now }: Ctx, loop: Loop): Moment[] {
  const when = (at: Date) => <Time at={at} now={now} form="long" />
  const after = (at: Date) =>
    say('after {duration}', { duration: durationWords(at.getTime() - loop.askedAt.getTime(), localeOf(say)) })
  const reached: (Moment & { at: Date })[] = [
    { realm: 'outside', title: say('Asked'), when: when(loop.askedAt), at: loop.askedAt },
  ]
  const add = (at: Date | undefined, moment: Moment) => {
    if (at) reached.push({ ...moment, text: moment.text ?? after(at), when: when(at), at })
  }
  add(loop.firstAnsweredAt, { realm: 'outside', title: say('First answered') })
  add(loop.swarmedAt, { realm: 'inside', title: say('Swarmed') })
  add(loop.firstInsideAt, { realm: 'inside', title: say('First word from a colleague') })
  add(loop.crossedAt, { realm: 'outside', title: say('Crossed'), crossing: true })
  add(loop.recalledAt, { icon: 'arrow-counter-clockwise', title: say('Recalled') })
  add(loop.toldAt, { icon: 'bell', title: say('{count} told', { count: loop.told }) })
  add(loop.helpedAt, {
    icon: 'thumbs-up',
    title: say('Did it help?'),
    text: say('{helped} yes, {notHelped} not yet', { helped: loop.helped, notHelped: loop.notHelped }),
  })
  const moments: Moment[] = reached
    .sort((a, b) => a.at.getTime() - b.at.getTime())
    .map(({ at: _at, ...moment }) => moment)
  if (!loop.toldAt) moments.push({ icon: 'circle-dashed', title: say('Told back'), text: say('not yet') })
  else if (!loop.helpedAt)
    moments.push({ icon: 'circle-dashed', title: say('Did it help?'), text: say('nobody has said yet') })
  return moments
}

/** Plain "en" would write numbers the American way. */
function localeOf(say: Say): string {
  return say.language === 'en' ? 'en-GB' : say.language
}

/** Beside a public question, for somebody who was told what came of it: the one question, answered with one press. */
export async function helpedPanel(ctx: Ctx, questionId: ThreadId): Promise<ComponentChildren> {
  await readThreadNotices(ctx, questionId)
  const own = await findOwnLoop(ctx, questionId)
  if (!own) return null
  return (
    <section id="helped">
      <h2 class="aside-h">{ctx.say.again(helpedQuestion)}</h2>
      <form method="post" action={`/questions/${questionId}/helped`} class="row tight">
        <Button icon="thumbs-up" name="helped" value="yes" aria-pressed={own.helped === true ? 'true' : 'false'}>
          {ctx.say('Yes')}
        </Button>
        <Button icon="thumbs-down" name="helped" value="no" aria-pressed={own.helped === false ? 'true' : 'false'}>
          {ctx.say('Not yet')}
        </Button>
      </form>
      <p class="small muted mt1">
        {own.helped === null
          ? ctx.say('One question, no follow-up mail.')
          : ctx.say('Kept. You can say otherwise at any time.')}
      </p>
    </section>
  )
}

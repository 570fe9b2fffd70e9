import type { ComponentChildren } from 'preact'
import type { ThreadId } from '../../content/threads/threads.ts'
import { readThreadNotices } from '../../discovery/notices/notices.ts'
import type { Ctx } from '../../platform/context.ts'
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
    <AsideSection title="The loop">
      <AudienceLine realm="inside" word="Inside" who="Only employees see this" />
      <div class="mt2">
        <Timeline label="The loop of this question" moments={momentsOf(loop, ctx.now)} />
      </div>
    </AsideSection>
  )
}

function momentsOf(loop: Loop, now: Date): Moment[] {
  const when = (at: Date) => <Time at={at} now={now} form="long" />
  const after = (at: Date) => <>after {durationWords(at.getTime() - loop.askedAt.getTime())}</>
  const reached: (Moment & { at: Date })[] = [
    { realm: 'outside', title: 'Asked', when: when(loop.askedAt), at: loop.askedAt },
  ]
  const add = (at: Date | undefined, moment: Moment) => {
    if (at) reached.push({ ...moment, text: moment.text ?? after(at), when: when(at), at })
  }
  add(loop.firstAnsweredAt, { realm: 'outside', title: 'First answered' })
  add(loop.swarmedAt, { realm: 'inside', title: 'Swarmed' })
  add(loop.firstInsideAt, { realm: 'inside', title: 'First word from a colleague' })
  add(loop.crossedAt, { realm: 'outside', title: 'Crossed', crossing: true })
  add(loop.recalledAt, { icon: 'arrow-counter-clockwise', title: 'Recalled' })
  add(loop.toldAt, { icon: 'bell', title: loop.told === 1 ? '1 told' : `${loop.told} told` })
  add(loop.helpedAt, {
    icon: 'thumbs-up',
    title: 'Did it help?',
    text: (
      <>
        {loop.helped} yes, {loop.notHelped} not yet
      </>
    ),
  })
  const moments: Moment[] = reached
    .sort((a, b) => a.at.getTime() - b.at.getTime())
    .map(({ at: _at, ...moment }) => moment)
  if (!loop.toldAt) moments.push({ icon: 'circle-dashed', title: 'Told back', text: 'not yet' })
  else if (!loop.helpedAt) moments.push({ icon: 'circle-dashed', title: 'Did it help?', text: 'nobody has said yet' })
  return moments
}

/** Beside a public question, for somebody who was told what came of it: the one question, answered with one press. */
export async function helpedPanel(ctx: Ctx, questionId: ThreadId): Promise<ComponentChildren> {
  await readThreadNotices(ctx, questionId)
  const own = await findOwnLoop(ctx, questionId)
  if (!own) return null
  return (
    <section id="helped">
      <h2 class="aside-h">{helpedQuestion}</h2>
      <form method="post" action={`/questions/${questionId}/helped`} class="row tight">
        <Button icon="thumbs-up" name="helped" value="yes" aria-pressed={own.helped === true ? 'true' : 'false'}>
          Yes
        </Button>
        <Button icon="thumbs-down" name="helped" value="no" aria-pressed={own.helped === false ? 'true' : 'false'}>
          Not yet
        </Button>
      </form>
      <p class="small muted mt1">
        {own.helped === null ? 'One question, no follow-up mail.' : 'Kept. You can say otherwise at any time.'}
      </p>
    </section>
  )
}

/** Plants secret words in storm sessions and in twins: what stands inside, and beside what stands outside. */
import { postIdea, setStage } from '../../src/content/ideas/ideas.ts'
import { noteIdea, startStorm, submitIdea } from '../../src/content/storms/storms.ts'
import { addReply } from '../../src/content/threads/threads.ts'
import { joinTwin, noteTwin, previewWords, proposeWords, publishWords } from '../../src/customers/twins/twins.ts'
import { type Ctx, makeCtx } from '../../src/platform/context.ts'
import { type Space, addMember } from '../../src/realms/spaces/spaces.ts'
import { getCast } from '../cast.ts'
import type { Secrets } from './secrets.ts'

const hour = 3_600_000

/** A session with an idea and a judge's note in a closed space inside. */
export async function plantStorm(ctx: Ctx, secrets: Secrets, spaces: readonly Space[]): Promise<void> {
  const cast = await getCast(ctx)
  const space = spaces.find((one) => one.realm === 'inside' && one.access === 'members')!
  const mint = (what: string) => secrets.mint(`${what} of a session in a closed space`, [])
  await addMember(ctx, space, cast.people.tomasz.id, 'steward')
  const clock = (hours: number) => new Date(ctx.now.getTime() + hours * hour).toISOString().slice(0, 16)
  const storm = await startStorm(cast.as(ctx, 'tomasz'), space, {
    question: `${mint('question')} battery`,
    body: mint('text'),
    rules: mint('rules'),
    ...{ opens: clock(1), closes: clock(9), zone: 'UTC', judges: 'Lena Brandt' },
  })
  const open = makeCtx({ ...ctx, now: new Date(ctx.now.getTime() + 2 * hour) })
  const idea = await submitIdea(cast.as(open, 'aiko'), storm.id, {
    title: `${mint('title of an idea')} battery`,
    body: mint('text of an idea'),
  })
  await noteIdea(cast.as(open, 'lena'), storm.id, idea.id, { body: mint('note of a judge'), chooses: true })
}

/** An idea of both sides, with words that went out and words that wait. Something outside changes by it. */
export async function plantTwin(ctx: Ctx, secrets: Secrets): Promise<void> {
  const cast = await getCast(ctx)
  const mint = (what: string) => secrets.mint(`${what} of a twin`, [])
  await addMember(ctx, cast.spaces.battery, cast.people.tomasz.id, 'steward')
  await addMember(ctx, cast.spaces.battery, cast.people.mirela.id)
  const [lena, mirela, tomasz] = [cast.as(ctx, 'lena'), cast.as(ctx, 'mirela'), cast.as(ctx, 'tomasz')]
  const inner = await postIdea(cast.as(ctx, 'aiko'), {
    ...{ space: 'battery', title: `${mint('title')} battery`, body: `${mint('text')} range drop`, tags: ['winter'] },
  })
  const outer = await postIdea(cast.as(ctx, 'joost'), {
    ...{ space: 'riders', title: 'A range that is true in the cold', body: 'battery, cold', tags: ['winter'] },
  })
  const twin = await joinTwin(lena, { inner: inner.id, outer: outer.id, reason: mint('reason') })
  for (const kind of ['feasibility', 'cost', 'risk'] as const)
    await noteTwin(lena, twin.id, { kind, body: `${mint(kind)} battery` })
  await addReply(tomasz, inner.id, { kind: 'comment', body: `${mint('debate')} cold` })
  await setStage(tomasz, inner.id, { stage: 'done', reason: mint('inside reason of a stage') })
  const wordsId = await proposeWords(lena, twin.id, { reason: 'It is in the update of June.' })
  const { sha256 } = (await previewWords(mirela, twin.id))!
  const why = mint('reason of a public answer')
  await publishWords(mirela, twin.id, wordsId, { expectedSha256: sha256, reason: why })
  await proposeWords(lena, twin.id, { reason: `${mint('public words that wait')} battery` })
}

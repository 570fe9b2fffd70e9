/** Two ideas that are one, for the tests of this folder: Aiko's inside, Ines's outside. */
import type { Cast } from '../../../test/cast.ts'
import { postIdea, setStage, vote } from '../../content/ideas/ideas.ts'
import type { ThreadId } from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { addMember } from '../../realms/spaces/spaces.ts'
import { type Twin, joinTwin, previewWords, proposeWords, publishWords } from './twins.ts'

export interface Pair {
  readonly inner: ThreadId
  readonly outer: ThreadId
}

/** Tomasz looks after Battery & Range, where the inside idea stands; Mirela is a member there. */
export async function postPair(ctx: Ctx, cast: Cast): Promise<Pair> {
  await addMember(ctx, cast.spaces.battery, cast.people.tomasz.id, 'steward')
  await addMember(ctx, cast.spaces.battery, cast.people.mirela.id)
  const text = { title: 'A range that is true in winter', body: 'From the temperature sensor.', tags: [] }
  const inner = await postIdea(cast.as(ctx, 'aiko'), { space: 'battery', ...text })
  const outer = await postIdea(cast.as(ctx, 'ines'), {
    space: 'riders',
    title: 'Show the range I will really get',
    body: 'Not the one from summer.',
    tags: [],
  })
  for (const who of ['gustav', 'joost'] as const) await vote(cast.as(ctx, who), outer.id, 1)
  await vote(cast.as(ctx, 'tomasz'), inner.id, 1)
  return { inner: inner.id, outer: outer.id }
}

export async function joinPair(ctx: Ctx, cast: Cast): Promise<Twin> {
  const pair = await postPair(ctx, cast)
  return joinTwin(cast.as(ctx, 'lena'), { ...pair, reason: 'The same wish' })
}

/** Sets a stage inside, proposes public words for it as Lena, and lets them out as Mirela. */
export async function answerAs(ctx: Ctx, cast: Cast, twin: Twin, stage: 'planned' | 'done', reason: string) {
  await setStage(cast.as(ctx, 'tomasz'), twin.innerId, { stage, reason: 'Between us' })
  const answerBy = stage === 'planned' ? { answerBy: '2999-01-01' } : {}
  const wordsId = await proposeWords(cast.as(ctx, 'lena'), twin.id, { reason, ...answerBy })
  const preview = await previewWords(cast.as(ctx, 'mirela'), twin.id)
  return publishWords(cast.as(ctx, 'mirela'), twin.id, wordsId, {
    expectedSha256: preview!.sha256,
    reason: 'Decided',
  })
}

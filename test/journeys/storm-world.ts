/** A session in each of its states, a twin with words that went out and words that wait, and a category in debt. */
import { postIdea, setStage } from '../../src/content/ideas/ideas.ts'
import { finishStorm, noteIdea, startStorm, submitIdea, voteInStorm } from '../../src/content/storms/storms.ts'
import { addReply } from '../../src/content/threads/threads.ts'
import { joinTwin, noteTwin, previewWords, proposeWords, publishWords } from '../../src/customers/twins/twins.ts'
import { setCapacity } from '../../src/governance/idea-capacity/idea-capacity.ts'
import { makeCtx } from '../../src/platform/context.ts'
import { addMember } from '../../src/realms/spaces/spaces.ts'
import type { Cast, PersonName } from '../cast.ts'
import type { Journey } from './browser.ts'

export interface StormWorld {
  readonly before: number
  readonly open: number
  readonly judging: number
  readonly finished: number
  /** In the room with guests. */
  readonly room: number
  readonly twin: number
}

const hour = 3_600_000
const longWord = 'unbreakable'.repeat(30)

export async function makeStorms({ ctx, cast }: Journey): Promise<StormWorld> {
  const at = (who: PersonName, hours: number) =>
    makeCtx({ ...ctx, viewer: cast.viewer(who), now: new Date(ctx.now.getTime() + hours * hour) })
  const clock = (hours: number) => new Date(ctx.now.getTime() + hours * hour).toISOString().slice(0, 16)
  const start = async (who: PersonName, place: keyof Cast['spaces'], opens: number, closes: number) => {
    const words = { question: 'What keeps you from riding in winter?', body: longWord, rules: 'We build **one**.' }
    const hours = { opens: clock(opens), closes: clock(closes), zone: 'UTC', judges: 'Lena Brandt' }
    return (await startStorm(at(who, opens - 1), cast.spaces[place], { ...words, ...hours })).id
  }
  const fill = async (id: Awaited<ReturnType<typeof start>>, hours: number) => {
    const warm = await submitIdea(at('ines', hours), id, { title: 'Warm grips', body: 'My hands freeze.' })
    // Never twice the same words: what looks like a flood is held back for a moderator.
    const words = {
      title: `${longWord.slice(0, 150)} ${-hours}`,
      body: `A thumb throttle that stays warm at ${hours} °C.`,
    }
    const long = await submitIdea(at('gustav', hours), id, words)
    await voteInStorm(at('gustav', hours), id, warm.id, true)
    await noteIdea(at('lena', hours), id, warm.id, { body: 'Cheap to build, and asked for every week.', chooses: true })
    await noteIdea(at('lena', hours), id, long.id, { body: longWord, chooses: false })
    return [warm.id, long.id]
  }
  const before = await start('mirela', 'riders', 24, 48)
  const open = await start('mirela', 'riders', -2, 24)
  await fill(open, -1)
  const judging = await start('mirela', 'riders', -20, -10)
  await fill(judging, -15)
  const finished = await start('mirela', 'riders', -40, -30)
  const chosen = await fill(finished, -35)
  await finishStorm(at('mirela', -29), finished, { title: 'Warm grips it is', body: 'From October.', chosen })
  const room = await start('lena', 'cells', -1, 24)
  return { before, open, judging, finished, room, twin: await makeTwin(ctx, cast) }
}

async function makeTwin(ctx: Journey['ctx'], cast: Cast): Promise<number> {
  const as = (who: PersonName) => cast.as(ctx, who)
  await addMember(ctx, cast.spaces.battery, cast.people.mirela.id)
  await addMember(ctx, cast.spaces.battery, cast.people.tomasz.id, 'steward')
  const inner = await postIdea(as('lena'), {
    ...{ space: 'battery', title: 'Show the range I will really get', body: longWord, tags: [] },
  })
  const outer = await postIdea(as('ines'), {
    ...{ space: 'riders', title: 'Show the range I will really get, not the one from summer', tags: [] },
    body: 'The display knows how cold it is. Let it say 34 km instead of 52 when it is freezing.',
  })
  const twin = await joinTwin(as('lena'), { inner: inner.id, outer: outer.id, reason: 'The same wish' })
  await noteTwin(as('lena'), twin.id, { kind: 'cost', body: '5 weeks, 2 people' })
  await noteTwin(as('tomasz'), twin.id, {
    kind: 'feasibility',
    body: 'The sensor is good to ±1.5 °C. A band is enough.',
  })
  await noteTwin(as('tomasz'), twin.id, { kind: 'risk', body: longWord })
  await addReply(as('tomasz'), inner.id, { kind: 'comment', body: 'A band is a forecast, not a promise.' })
  await setStage(as('tomasz'), inner.id, { stage: 'planned', reason: 'Between us' })
  const reason = 'One summer number helps nobody in January. We will show a **band** that follows the temperature.'
  const wordsId = await proposeWords(as('lena'), twin.id, { reason, answerBy: '2999-02-08' })
  const { sha256 } = (await previewWords(as('mirela'), twin.id))!
  await publishWords(as('mirela'), twin.id, wordsId, { expectedSha256: sha256, reason: 'Decided' })
  await proposeWords(as('lena'), twin.id, { reason: 'The band comes first on the Tide.', answerBy: '2999-03-01' })
  const reviewers = [{ accountId: cast.people.lena.id, hours: 0.25 }]
  await setCapacity(as('sara'), { spaceId: cast.spaces.riders.id }, { ownerId: cast.people.lena.id, reviewers })
  return twin.id
}

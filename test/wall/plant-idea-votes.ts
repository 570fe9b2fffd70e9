/** Plants secret words in what ideas have beside their threads: categories, reasons, parts, boosts, extensions. */
import { addCategory, boostIdea, extendIdea, postIdea, setStage } from '../../src/content/ideas/ideas.ts'
import { addReply } from '../../src/content/threads/threads.ts'
import type { Ctx } from '../../src/platform/context.ts'
import { type Space, addMember } from '../../src/realms/spaces/spaces.ts'
import { getCast } from '../cast.ts'
import type { Secrets } from './secrets.ts'

/** An idea in a closed space inside with everything that can be said about it, hot enough to lead any board. */
export async function plantIdea(ctx: Ctx, secrets: Secrets, spaces: readonly Space[]): Promise<void> {
  const cast = await getCast(ctx)
  const space = spaces.find((one) => one.realm === 'inside' && one.access === 'members')!
  const mint = (what: string) => secrets.mint(`${what} of an idea in a closed space`, [])
  const [lena, tomasz] = [cast.as(ctx, 'lena'), cast.as(ctx, 'tomasz')]
  await addMember(ctx, space, cast.people.tomasz.id, 'steward')
  const category = secrets.mint('category of ideas inside', ['daniel'])
  const { slug } = await addCategory(ctx, 'inside', { title: category })
  const words = { title: `${mint('title')} battery`, body: mint('text'), tags: [mint('tag')], category: slug }
  const { id } = await postIdea(lena, { space: space.id, ...words })
  const comment = await addReply(tomasz, id, { kind: 'comment', body: `${mint('comment')} cold` })
  await extendIdea(lena, id, comment.id, `${mint('title of an extension')} range`)
  await boostIdea(tomasz, id, { weight: 1000, reason: mint('reason of a boost') })
  await setStage(tomasz, id, { stage: 'partly-done', reason: mint('reason of a stage'), part: mint('part') })
}

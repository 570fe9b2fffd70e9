/** Plants what moderation keeps: hidden and removed texts, flags, reasons and appeals, on both sides. */
import { ask } from '../../src/content/questions/questions.ts'
import { type ThreadId, startThread } from '../../src/content/threads/threads.ts'
import { contest } from '../../src/governance/appeals/appeals.ts'
import type { Ctx } from '../../src/platform/context.ts'
import type { Space } from '../../src/realms/spaces/spaces.ts'
import { type Cast, type PersonName, getCast } from '../cast.ts'
import { decideCase, flagPost } from '../moderation.ts'
import type { Secrets } from './secrets.ts'

export async function plantModeration(
  ctx: Ctx,
  secrets: Secrets,
  spaces: readonly Space[],
  onlyClosed: boolean,
): Promise<void> {
  const cast = await getCast(ctx)
  const mint = (what: string) => secrets.mint(`${what}, moderated`, [])
  await ctx.db.deleteFrom('rateLimits').execute()
  const inside = await startThread(cast.as(ctx, 'tomasz'), spaces[0]!, {
    ...{ type: 'discussion', title: `${mint('title inside')} battery`, body: `${mint('text inside')} range` },
  })
  await moderate(ctx, cast, mint, {
    id: inside.id,
    author: 'tomasz',
    flagger: 'aiko',
    moderator: 'jonas',
    post: 'hide',
  })
  if (onlyClosed) return
  for (const post of ['hide', 'remove'] as const) {
    const { thread } = await ask(cast.as(ctx, 'amina'), {
      space: 'riders',
      title: `${mint('title outside')} battery`,
      body: `${mint('text outside')} range drop`,
      tags: ['winter'],
    })
    await moderate(ctx, cast, mint, { id: thread.id, author: 'amina', flagger: 'joost', moderator: 'sara', post })
  }
}

async function moderate(
  ctx: Ctx,
  cast: Cast,
  mint: (what: string) => string,
  of: { id: ThreadId; author: PersonName; flagger: PersonName; moderator: PersonName; post: 'hide' | 'remove' },
): Promise<void> {
  const caseId = await flagPost(cast.as(ctx, of.flagger), 'thread', of.id, `${mint('words of a flag')} battery`)
  const reason = `${mint('reason of a decision')} battery`
  const [id] = await decideCase(cast.as(ctx, of.moderator), caseId, { post: of.post, reason })
  await contest(cast.as(ctx, of.author), id!, `${mint('words of an appeal')} battery`)
}

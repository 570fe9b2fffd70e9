import { answer } from '../../src/content/questions/questions.ts'
import type { ThreadId } from '../../src/content/threads/threads.ts'
import { contest } from '../../src/governance/appeals/appeals.ts'
import { flag } from '../../src/governance/flags/flags.ts'
import { takeCase } from '../../src/governance/moderation/moderation.ts'
import { decideCase, flagPost } from '../moderation.ts'
import type { Journey } from './browser.ts'

export interface ModerationWorld {
  /** In the hand of Sara, flagged in return, with words that find no room. */
  readonly inHand: number
  readonly waiting: number
  /** Gustav was told why, and contests it; Jonas, the owner, can hear it. */
  readonly statement: number
  readonly flaggable: number
  /** Amina flagged it, and is told what came of it. */
  readonly decided: number
}

/** Texts before the moderators in each of their states, under a question of Ines. */
export async function makeModeration({ ctx, cast }: Journey, question: ThreadId): Promise<ModerationWorld> {
  const as = (who: keyof typeof cast.people) => cast.as(ctx, who)
  const long = 'W'.repeat(120)
  const removed = await answer(as('gustav'), question, `Buy it in my shop. ${long}`)
  const decided = await flagPost(as('amina'), 'reply', removed.id, long)
  const [statement] = await decideCase(as('sara'), decided, {
    ...{ post: 'remove', reason: `It advertises a shop. ${long}` },
  })
  await contest(as('gustav'), statement!, `I only compared. ${long}`)
  const first = await answer(as('joost'), question, long)
  const inHand = await flagPost(as('amina'), 'reply', first.id)
  await flag(as('daniel'), 'reply', first.id, { rule: 'private', words: long })
  await takeCase(as('sara'), inHand)
  const second = await answer(as('joost'), question, 'A plain answer.')
  const waiting = await flagPost(as('amina'), 'reply', second.id)
  return { inHand, waiting, statement: statement!, flaggable: second.id, decided }
}

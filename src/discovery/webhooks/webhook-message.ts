/** What a web address is told: each notice in the terms of ActivityStreams 2.0, in its reader's words. */
import type { Ctx } from '../../platform/context.ts'
import { type UnreadNotice, listUnread } from '../notices/notices.ts'
import type { MessageRow } from './webhooks.queries.ts'

/** So many notices stand in one digest, the newest; of the others it tells the number. */
export const mostInOneDigest = 100

/** The kinds that are an activity of the vocabulary; any other is an Activity and no more. */
export const activities: Readonly<Record<string, string>> = {
  answer: 'Create',
  'official-answer': 'Create',
  mention: 'Create',
  'followed-person': 'Create',
  'followed-thread': 'Create',
  'followed-reply': 'Create',
  called: 'Invite',
  'storm-judge': 'Invite',
  'storm-result': 'Announce',
  'connection-asked': 'Offer',
  'connection-accepted': 'Accept',
  'accepted-answer': 'Accept',
  'idea-stage': 'Update',
  'idea-merged': 'Update',
  'idea-extended': 'Update',
  'problem-state': 'Update',
  merged: 'Update',
}

/**
 * The body of a message as its reader may be told it now: what was read meanwhile, or may not be read any more, is not in
 * it. Undefined when nothing is left to tell.
 */
export async function bodyOf(theirs: Ctx, site: string, message: MessageRow): Promise<string | undefined> {
  const unread = (await listUnread(theirs, message.notices)).toReversed()
  const [first] = unread
  if (!first) return undefined
  if (message.pace === 'at-once' && message.notices.length === 1)
    return envelope('notice', first.madeAt, { '@context': vocabulary, ...told(theirs, site, first) })
  return envelope('digest', message.madeAt, {
    '@context': vocabulary,
    pace: message.pace,
    notices: unread.slice(0, mostInOneDigest).map((one) => told(theirs, site, one)),
    more: Math.max(0, unread.length - mostInOneDigest),
  })
}

/** What is sent to try an address. */
export function testBody(ctx: Ctx): string {
  return envelope('test', ctx.now, { summary: ctx.say('This is a test. Your notices come here like this.') })
}

const vocabulary = 'https://www.w3.org/ns/activitystreams'

function told(ctx: Ctx, site: string, notice: UnreadNotice) {
  const { id, kind, says, title, because, realm, madeAt, actor, path } = notice
  return {
    id: `${site}/notices/${id}`,
    type: activities[kind.name] ?? 'Activity',
    kind: kind.name,
    summary: says,
    reason: ctx.say('You are told {because}.', { because }),
    ...(actor !== undefined && { actor: { type: 'Person', name: actor } }),
    object: { ...(title !== undefined && { name: title }), url: site + path },
    side: realm,
    published: madeAt.toISOString(),
  }
}

function envelope(type: 'notice' | 'digest' | 'test', at: Date, data: object): string {
  return JSON.stringify({ type, timestamp: at.toISOString(), data })
}

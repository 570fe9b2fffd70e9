import type { ReplyId, ThreadId } from '../../content/threads/threads.ts'
import type { Ctx, Realm } from '../../platform/context.ts'
import { type Said, said } from '../../platform/languages/languages.ts'
import type { AccountId } from '../../platform/ids.ts'
import { contentKind } from '../../realms/content-kind.ts'
import { type SpaceId, getSpaceById } from '../../realms/spaces/spaces.ts'

/** What a notice is about; `replyId` when it is about one reply. */
export interface NoticeSubject {
  readonly threadId: ThreadId
  readonly replyId: ReplyId | null
  /** Tells apart what is told more than once of one thread. */
  readonly occasion?: string
}

/** From the soonest to none at all. */
export const noticePaces = ['at-once', 'daily', 'weekly', 'here', 'never'] as const

/** How notices leave the house: by mail (and to devices) at once, with a digest, shown here alone, or not made at all. */
export type NoticePace = (typeof noticePaces)[number]

export const paceWords: Readonly<Record<NoticePace, string>> = {
  'at-once': said('At once'),
  daily: said('Daily'),
  weekly: said('Weekly'),
  here: said('Here only'),
  never: said('Never'),
}

/** What kinds of notices are about; they stand in this order where somebody chooses among them. */
export const noticeTopics = ['answers', 'ideas', 'following', 'people', 'work', 'moderation'] as const
export type NoticeTopic = (typeof noticeTopics)[number]

/** A question that a notice asks, and the anchor on its page where the answer is given. */
interface NoticeQuestion {
  readonly sentence: string
  readonly anchor: string
}

/** A kind of notice. The feature that sends it defines it; its name is stored with every notice, so it never changes. */
export interface NoticeKind {
  readonly name: string
  readonly about: NoticeTopic
  /** What it is called where it can be stopped: "Answers to your questions". */
  readonly label: string
  /** Whom it can reach; what cannot reach somebody is not in their settings. */
  readonly realms: readonly Realm[]
  /** What happened, in a few words, before the title of the thread: "Daniel answered". `actor` may be several names. */
  readonly says: (actor: string | undefined, occasion: string) => Said
  /** Its pace until the receiver chooses another; at once unless told. */
  readonly pace?: NoticePace
  /** A question that its mail asks beside its link. */
  readonly asks?: NoticeQuestion
  /** Where it leads when it is about a room or a person and no thread; the room unless told. */
  readonly path?: string
  /** Where it leads by its occasion alone, whatever it is about. */
  readonly pathOf?: (occasion: string) => string
  /** Where it leads, for a receiver who may read it; the thread or the reply unless told. */
  readonly addressOf?: (ctx: Ctx, subject: NoticeSubject) => Promise<string>
}

const kinds = new Map<string, NoticeKind>()

export function defineNoticeKind(kind: NoticeKind): NoticeKind {
  if (kinds.has(kind.name)) throw new Error(`two kinds of notices are named ${kind.name}`)
  kinds.set(kind.name, kind)
  return kind
}

/** The kinds that can reach somebody on this side (of any side, unless told), in order of name. */
export function noticeKinds(realm?: Realm): readonly NoticeKind[] {
  return [...kinds.values()]
    .filter((kind) => !realm || kind.realms.includes(realm))
    .sort((a, b) => a.name.localeCompare(b.name))
}

/** A kind by its stored name; a plain stand-in for one that no feature sends any more. */
export function noticeKind(name: string): NoticeKind {
  return kinds.get(name) ?? { name, about: 'answers', label: name, realms: [], says: () => said('Something changed') }
}

export const realmWords: Readonly<Record<Realm, string>> = {
  inside: said('Inside'),
  outside: said('Outside'),
  bridge: said('Bridge'),
}

export function isNoticeKind(name: string): boolean {
  return kinds.has(name)
}

/** Kinds whose notices lead each to a place of its own: they are never folded with others about their thread. */
export function kindsApart(): readonly string[] {
  return [...kinds.values()].filter((kind) => kind.pathOf).map((kind) => kind.name)
}

/** What any notice is about: a thread, one reply in it, a room, or a person. */
export interface AnySubject {
  readonly threadId: ThreadId | null
  readonly replyId: ReplyId | null
  readonly spaceId: SpaceId | null
  readonly personId: AccountId | null
  readonly occasion?: string
}

/** The path that a notice leads to. NotFound when the viewer may not read it. */
export async function addressOfSubject(ctx: Ctx, kind: NoticeKind, about: AnySubject): Promise<string> {
  if (kind.pathOf) return kind.pathOf(about.occasion ?? '')
  if (about.personId !== null) return kind.path ?? `/people/${about.personId}`
  if (about.threadId === null) {
    const room = await getSpaceById(ctx, about.spaceId!)
    return kind.path ?? (room.realm === 'outside' ? `/s/${room.slug}` : `/inside/spaces/${room.slug}`)
  }
  const { threadId, replyId, occasion } = about
  const subject = { threadId, replyId, ...(occasion && { occasion }) }
  if (kind.addressOf) return kind.addressOf(ctx, subject)
  return subject.replyId === null
    ? contentKind('thread').addressOf(ctx, subject.threadId)
    : contentKind('reply').addressOf(ctx, subject.replyId)
}

/** The one kind that belongs to notices themselves. */
export const answerNotice = defineNoticeKind({
  name: 'answer',
  about: 'answers',
  label: said('Answers to your questions'),
  realms: ['outside', 'inside'],
  says: (actor) =>
    actor === undefined ? said('Somebody answered your question') : said('{actor} answered your question', { actor }),
})

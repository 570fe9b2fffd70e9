/** What a public page says of itself where somebody links to it: a picture, and what robots may do with it. */
import { createHash } from 'node:crypto'
import type { OutsideType, ThreadId } from '../../content/threads/threads.ts'
import { findPerson } from '../../people/accounts/accounts.ts'
import { companyName } from '../../people/company.ts'
import type { Ctx } from '../../platform/context.ts'
import type { PageSubject } from '../../platform/http/env.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type SpaceId, listSpaces } from '../../realms/spaces/spaces.ts'
import { keepsAiOut } from '../robots/robots.ts'
import * as queries from './cards.queries.ts'

/** Everything that stands on the picture. */
export interface Card {
  /** "Question", "Space"; empty for the community itself. */
  readonly label: string
  readonly title: string
  readonly place: string
  /** "4 answers, 12 have the same"; empty when there is nothing to count. */
  readonly counts: string
  readonly company: string
}

/** A public page's subject as visitors know it. */
export interface Subject {
  readonly card: Card
  /** Where its picture lies; the path changes with what stands on it. */
  readonly cardPath: string
  readonly robots: { readonly listed: boolean; readonly ai: boolean }
  /** Of a thread: the space that it stands in. */
  readonly space?: { readonly slug: string; readonly title: string }
}

/** What the pictures look like: another number makes all of them anew. */
const drawing = 1

/** The names of the house, where the caller has them at hand. */
interface Names {
  readonly company: string
  readonly community: string
}

/**
 * The subject of a page for visitors, whoever asks; without one the community itself. Undefined where visitors do not
 * read it.
 */
export async function findSubject(
  ctx: Ctx,
  asked: PageSubject | undefined,
  known?: Names,
): Promise<Subject | undefined> {
  const visitor = ctx.as({ kind: 'visitor' })
  const names = known ?? (await namesOf(visitor))
  const about = asked ? await aboutOf(visitor, asked, names) : await communityOf(visitor, names)
  if (!about) return undefined
  const card = { ...about.card, company: names.company }
  return { ...about, card, cardPath: `/cards/${keyOf(asked)}/${versionOf(card)}.png` }
}

type About = Omit<Subject, 'card' | 'cardPath'> & { readonly card: Omit<Card, 'company'> }

async function aboutOf(visitor: Ctx, asked: PageSubject, names: Names): Promise<About | undefined> {
  if (asked.kind === 'thread') {
    const thread = await queries.findThread(visitor, asked.id as ThreadId)
    return thread && aboutThread(thread)
  }
  if (asked.kind === 'space') {
    const space = await queries.findSpace(visitor, asked.id as SpaceId)
    if (!space) return undefined
    const card = { label: 'Space', title: space.spaceTitle, place: '', counts: '' }
    return { card, robots: { listed: space.listed, ai: space.ai } }
  }
  const robots = { listed: true, ai: !(await keepsAiOut(visitor)) }
  const place = names.community
  if (asked.kind === 'tag') {
    if (!(await queries.isTagUsed(visitor, asked.name))) return undefined
    return { card: { label: 'Tag', title: asked.name, place, counts: '' }, robots }
  }
  const person = await findPerson(visitor, asked.id as AccountId)
  return person && { card: { label: 'Member', title: person.displayName, place, counts: '' }, robots }
}

const labels: Readonly<Record<OutsideType, string>> = {
  question: 'Question',
  idea: 'Idea',
  problem: 'Problem',
  praise: 'Praise',
  update: 'Update',
}

function aboutThread(thread: queries.ThreadRow): About {
  return {
    card: {
      label: labels[thread.type],
      title: thread.title || labels[thread.type],
      place: thread.spaceTitle,
      counts: countsOf(thread),
    },
    robots: { listed: thread.listed, ai: thread.ai },
    space: { slug: thread.spaceSlug, title: thread.spaceTitle },
  }
}

const answered: readonly OutsideType[] = ['question', 'problem']

function countsOf({ type, answerCount, replyCount, sameHereCount }: queries.ThreadRow): string {
  const some = (count: number, one: string, more: string) =>
    count === 0 ? [] : [count === 1 ? `1 ${one}` : `${count.toLocaleString('en')} ${more}`]
  const said = answered.includes(type)
    ? some(answerCount, 'answer', 'answers')
    : some(answerCount + replyCount, 'reply', 'replies')
  return [...said, ...some(sameHereCount, 'has the same', 'have the same')].join(', ')
}

async function communityOf(visitor: Ctx, names: Names): Promise<About> {
  const title = names.community
  return {
    card: { label: '', title, place: '', counts: '' },
    robots: { listed: true, ai: !(await keepsAiOut(visitor)) },
  }
}

async function namesOf(visitor: Ctx): Promise<Names> {
  const company = await companyName(visitor)
  return { company, community: (await listSpaces(visitor, { realm: 'outside' }))[0]?.title ?? company }
}

function keyOf(asked: PageSubject | undefined): string {
  if (!asked) return 'community/0'
  return `${asked.kind}/${asked.kind === 'tag' ? encodeURIComponent(asked.name) : asked.id}`
}

function versionOf(card: Card): string {
  return createHash('sha256')
    .update(JSON.stringify([drawing, card]))
    .digest('base64url')
    .slice(0, 16)
}

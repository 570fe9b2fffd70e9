/** What the records of a Discourse site say, read strictly, and what of it may not become public. */
import { Unfit, shownName, tagName } from '../import/import.ts'
import { cleanMarkdown } from '../../platform/text/markdown.ts'
import {
  type Bag,
  bagOf,
  bagsOf,
  countOf,
  findMoment,
  findNumber,
  findText,
  isSo,
  momentOf,
  numberOf,
  textOf,
} from './fields.ts'

/** Why a record stays behind on purpose: it is counted, and it is no fault of the record. */
export class LeftOut extends Error {}

export interface ForeignUser {
  /** Absent in CSV, where the name alone tells who it is. */
  readonly id: number | undefined
  readonly username: string
  readonly createdAt: Date | undefined
}

export function readUser(bag: Bag): ForeignUser {
  const username = usernameOf(bag)
  if (username === undefined) throw new Unfit('username is missing')
  return { id: findNumber(bag, 'id'), username, createdAt: findMoment(bag, 'created_at') }
}

/** Members are shown under their user name: whether a site shows full names is not told by every form of its data. */
export function usernameOf(bag: Bag): string | undefined {
  const name = shownName(findText(bag, 'username'))
  if (name !== undefined && (name.length > 60 || /[\s/]/.test(name))) throw new Unfit('username is not a user name')
  return name
}

export interface ForeignCategory {
  readonly id: number
  readonly name: string
  readonly slug: string
  readonly description: string
  readonly isRestricted: boolean
}

export function readCategory(bag: Bag): ForeignCategory {
  const name = cleanMarkdown(textOf(bag, 'name')).replace(/\s+/g, ' ').trim()
  if (name === '' || name.length > 120) throw new Unfit('the name is empty or longer than 120 characters')
  return {
    id: numberOf(bag, 'id'),
    name,
    slug: findText(bag, 'slug') ?? '',
    description: (findText(bag, 'description_text') ?? '').replace(/\s+/g, ' ').slice(0, 500),
    isRestricted: isSo(bag, 'read_restricted'),
  }
}

export interface ForeignTopic {
  readonly id: number
  readonly title: string
  readonly slug: string
  /** Null: none. CSV gives categories by name, under numbers of our own. */
  readonly categoryId: number | null
  readonly isMessage: boolean
  /** The user ids and names of those who may read a message. */
  readonly allowed: readonly Person[]
  readonly activeAt: Date | undefined
  readonly votes: number | undefined
  readonly tags: readonly string[]
}

/** Somebody as other records name them. */
export interface Person {
  readonly id: number | undefined
  readonly username: string | undefined
}

/** @throws LeftOut for topics that were deleted or unlisted; Unfit for what cannot be read. */
export function readTopic(bag: Bag): ForeignTopic {
  if (!isNothing(bag.deleted_at)) throw new LeftOut('deleted topics')
  const archetype = findText(bag, 'archetype') ?? 'regular'
  if (!['regular', 'banner', 'private_message'].includes(archetype))
    throw new Unfit(`the archetype is ${archetype.slice(0, 40)}`)
  if (bag.visible !== undefined && !isSo(bag, 'visible')) throw new LeftOut('unlisted topics')
  const title = cleanMarkdown(textOf(bag, 'title')).replace(/\s+/g, ' ').trim()
  if (title === '' || title.length > 200) throw new Unfit('the title is empty or longer than 200 characters')
  return {
    id: numberOf(bag, 'id'),
    title,
    slug: findText(bag, 'slug') ?? '',
    categoryId: findNumber(bag, 'category_id') ?? null,
    isMessage: archetype === 'private_message',
    allowed: bagsOf(bagOf(bag.details)?.allowed_users).map(readPerson),
    activeAt: findMoment(bag, 'bumped_at') ?? findMoment(bag, 'last_posted_at'),
    votes: isNothing(bag.vote_count) ? undefined : countOf(bag, 'vote_count'),
    tags: tagsOf(bag.tags),
  }
}

function readPerson(bag: Bag): Person {
  return { id: findNumber(bag, 'id'), username: usernameOf(bag) }
}

/** Tags as texts or as records with a name. */
function tagsOf(value: unknown): string[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw new Unfit('tags is not a list')
  const names = value.map((one) => (typeof one === 'string' ? one : textOf(bagOf(one) ?? {}, 'name')))
  return [...new Set(names.map(tagName))].slice(0, 50)
}

export interface ForeignPost {
  readonly id: number
  readonly topicId: number
  /** Its place in the topic, from 1. */
  readonly number: number
  readonly author: Person
  /** HTML as the site showed it; Markdown as it was typed where there is none. */
  readonly html: string | undefined
  readonly raw: string | undefined
  readonly replyTo: number | undefined
  readonly createdAt: Date
  readonly editedAt: Date | null
  readonly likes: number
  readonly isAccepted: boolean
}

const regular = 1
const byModerator = 2
const smallAction = 3
const whisper = 4

/** @throws LeftOut for what was deleted, hidden, whispered, or has no words; Unfit for what cannot be read. */
export function readPost(bag: Bag): ForeignPost {
  const type = findNumber(bag, 'post_type') ?? regular
  if (!isNothing(bag.deleted_at) || isSo(bag, 'user_deleted')) throw new LeftOut('deleted posts')
  if (isSo(bag, 'hidden') || !isNothing(bag.hidden_at)) throw new LeftOut('hidden posts')
  if (type === whisper) throw new LeftOut('whispers')
  if (type === smallAction) throw new LeftOut('notes of what was done to a topic')
  if (type !== regular && type !== byModerator) throw new Unfit(`post_type is ${type}`)
  const createdAt = momentOf(bag, 'created_at')
  const updatedAt = findMoment(bag, 'updated_at')
  const number = numberOf(bag, 'post_number')
  if (number < 1) throw new Unfit('post_number is below 1')
  const replyTo = findNumber(bag, 'reply_to_post_number')
  return {
    id: numberOf(bag, 'id'),
    topicId: numberOf(bag, 'topic_id'),
    number,
    author: { id: findNumber(bag, 'user_id'), username: usernameOf(bag) },
    html: findText(bag, 'cooked') || undefined,
    raw: findText(bag, 'raw'),
    // A reply stands after what it replies to. What says otherwise would lead in a circle.
    replyTo: replyTo !== undefined && replyTo > 1 && replyTo < number ? replyTo : undefined,
    createdAt,
    editedAt: updatedAt && (findNumber(bag, 'version') ?? 1) > 1 ? updatedAt : null,
    likes: likesOf(bag),
    isAccepted: isSo(bag, 'accepted_answer'),
  }
}

/** The API counts likes among the actions (number 2), the database and CSV in a column. */
function likesOf(bag: Bag): number {
  if (!isNothing(bag.like_count)) return countOf(bag, 'like_count')
  const likes = bagsOf(bag.actions_summary).find(({ id }) => id === 2)
  return likes ? countOf(likes, 'count') : 0
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === ''
}

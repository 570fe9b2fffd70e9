/** Where the addresses of another program lead now that its content stands here. */
import { findPerson, personPath } from '../../people/accounts/accounts.ts'
import { tagAddress } from '../../content/tags/tags.ts'
import {
  type ReplyId,
  type ThreadId,
  getReply,
  getThread,
  replyAddress,
  threadAddress,
} from '../../content/threads/threads.ts'
import type { Ctx } from '../../platform/context.ts'
import { NotFound } from '../../platform/errors.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type SpaceId, getSpaceById } from '../../realms/spaces/spaces.ts'
import { type Destination, findDestination } from './import.queries.ts'

const longest = 300

/**
 * The path here that an old address leads to, for the viewer: as if they had asked for that page itself. `site` names
 * the old site; without it the address leads into the one that was imported first.
 *
 * @throws NotFound when nothing is known of it, and likewise when the viewer may not read what it leads to.
 */
export async function resolveOldAddress(ctx: Ctx, path: string, site?: string): Promise<string> {
  // The database cannot even be asked for the sign of nothing.
  if (`${path}${site ?? ''}`.includes('\u0000')) throw new NotFound('import.no-address')
  const parts = path.split('/').filter((part) => part !== '')
  const tag = tagOf(parts)
  // Which tags there are is not looked up: the page of the tag says itself what the viewer may see.
  if (tag !== undefined) return tagAddress(tag)
  const paths = pathsOf(parts).filter((one) => one.length <= longest)
  const destination = paths.length > 0 ? await findDestination(ctx, paths, site?.toLowerCase()) : undefined
  if (!destination) throw new NotFound('import.no-address')
  return addressOf(ctx, destination)
}

async function addressOf(ctx: Ctx, { kind, localId }: Destination): Promise<string> {
  switch (kind) {
    case 'thread':
      return threadAddress(await getThread(ctx, localId as ThreadId))
    case 'reply': {
      const reply = await getReply(ctx, localId as ReplyId)
      return replyAddress(await getThread(ctx, reply.threadId), reply)
    }
    case 'space':
      return `/s/${(await getSpaceById(ctx, localId as SpaceId)).slug}`
    case 'account': {
      const person = await findPerson(ctx, localId as AccountId)
      if (!person) throw new NotFound('import.no-address')
      return personPath(person)
    }
  }
}

/** `tag/sourdough`, `questions/tagged/sourdough`. */
function tagOf(parts: readonly string[]): string | undefined {
  const name = parts[0] === 'tag' ? parts[1] : parts[0] === 'questions' && parts[1] === 'tagged' ? parts[2] : undefined
  return name !== undefined && /^[^\s,/]{1,50}$/.test(name) ? name.toLowerCase() : undefined
}

/** What an old address is kept as, the closest first: words that are for people only are left out. */
export function pathsOf([first, ...rest]: readonly string[]): string[] {
  switch (first) {
    case 't': {
      // /t/12, /t/12/3, /t/words/12, /t/words/12/3.
      const [id, post] = isNumber(rest[0]) && rest.length <= 2 ? rest : rest.slice(1)
      if (!isNumber(id)) return []
      return isNumber(post) ? [`t/${id}/${post}`, `t/${id}`] : [`t/${id}`]
    }
    case 'c': {
      const id = rest.find(isNumber)
      if (id !== undefined) return [`c/${id}`]
      const slug = rest.findLast((part) => part !== 'l' && part !== 'latest' && part !== 'top')
      return slug === undefined ? [] : [`c/${slug.toLowerCase()}`]
    }
    case 'u':
      return rest[0] === undefined ? [] : [`u/${rest[0].toLowerCase()}`]
    case 'users':
      return rest[0] === undefined ? [] : [`users/${rest[0].toLowerCase()}`, `u/${rest[0].toLowerCase()}`]
    case 'p':
      return isNumber(rest[0]) ? [`p/${rest[0]}`] : []
    case 'questions':
      // /questions/7/words/9 is the answer 9.
      if (!isNumber(rest[0])) return []
      return isNumber(rest[2]) ? [`a/${rest[2]}`, `questions/${rest[0]}`] : [`questions/${rest[0]}`]
    case 'q':
    case 'a':
      // Both numbers are posts, and the old site led from either address to either.
      return isNumber(rest[0]) ? [`a/${rest[0]}`, `questions/${rest[0]}`] : []
    default:
      return []
  }
}

function isNumber(text: string | undefined): text is string {
  return text !== undefined && /^\d{1,15}$/.test(text)
}

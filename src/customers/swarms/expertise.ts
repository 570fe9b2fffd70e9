import { type ThreadId, replyAddress, threadAddress } from '../../content/threads/threads.ts'
import { type PersonCard, loadPeople } from '../../people/accounts/accounts.ts'
import type { Ctx, Realm } from '../../platform/context.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type Say, said } from '../../platform/languages/languages.ts'
import type { SpaceId } from '../../realms/spaces/spaces.ts'
import { type EvidenceRow, selectEvidence, selectStems } from './expertise.queries.ts'

/** Why somebody is proposed, with one piece of evidence that the viewer may open. */
export interface CallReason {
  readonly sentence: string
  readonly link: string
  readonly realm: Realm
}

export interface ProposedColleague {
  readonly person: PersonCard
  readonly reasons: readonly CallReason[]
}

/** How colleagues are ranked, in words; it stands on the page, so that nobody has to guess. */
export const rankingRule = said(
  'An official or accepted answer counts 3, another answer 2, anything else written 1; twice as much when it shares a tag with the question instead of words only. Of equals, who wrote last comes first.',
)

const mostProposed = 5
const mostReasons = 3
/** Two of these have to be shared; more would be more pairs than an index should be asked for. */
const mostStems = 12

/**
 * Colleagues who wrote about what a question is about, by `rankingRule`, 5 at most, from what the viewer may read.
 * `present` are never proposed; `without` are threads that do not count.
 */
export async function matchColleagues(
  ctx: Ctx,
  question: { id: ThreadId; title: string },
  within: { spaceId: SpaceId; without: readonly ThreadId[]; present: readonly AccountId[] },
): Promise<readonly ProposedColleague[]> {
  const words = new Map((await selectStems(ctx, wordsOf(question.title))).map(({ word, stem }) => [stem, word]))
  const evidence = await selectEvidence(ctx, {
    questionId: question.id,
    stems: [...words.keys()].slice(0, mostStems),
    ...within,
  })
  const byAuthor = Map.groupBy(evidence, (row) => row.authorId)
  // The rows come newest first and the sort is stable, so of equals who wrote last stays in front.
  const best = [...byAuthor].sort(([, a], [, b]) => pointsOf(b) - pointsOf(a)).slice(0, mostProposed)
  const people = await loadPeople(
    ctx,
    best.map(([id]) => id),
  )
  return best.map(([id, rows]) => ({ person: people.get(id)!, reasons: reasonsOf(rows, words, ctx.say) }))
}

function wordsOf(title: string): string[] {
  return [
    ...new Set(
      title
        .toLowerCase()
        .split(/[^\p{L}\p{N}]+/u)
        .filter((word) => word.length > 1),
    ),
  ]
}

/** See `rankingRule`. */
export function pointsOf(rows: readonly EvidenceRow[]): number {
  return rows.reduce((sum, row) => {
    const worth = row.isOfficial || row.isAccepted ? 3 : row.replyKind === 'answer' ? 2 : 1
    return sum + worth * (row.tags.length > 0 ? 2 : 1)
  }, 0)
}

type Group = 'official' | 'accepted' | 'answer' | 'post' | 'words'

const groups: readonly Group[] = ['official', 'accepted', 'answer', 'post', 'words']

function groupOf(row: EvidenceRow): Group {
  if (row.tags.length === 0) return 'words'
  if (row.isOfficial) return 'official'
  if (row.isAccepted) return 'accepted'
  return row.replyKind === 'answer' ? 'answer' : 'post'
}

function reasonsOf(rows: readonly EvidenceRow[], words: ReadonlyMap<string, string>, say: Say): CallReason[] {
  const grouped = Map.groupBy(rows, groupOf)
  return groups
    .flatMap((group) => {
      const found = grouped.get(group)
      if (!found) return []
      const sentence = group === 'words' ? sharedWords(found, words, say) : sharedTags(group, found, say)
      return [{ sentence, link: linkOf(found[0]!), realm: found[0]!.realm }]
    })
    .slice(0, mostReasons)
}

function sharedWords(rows: readonly EvidenceRow[], words: ReadonlyMap<string, string>, say: Say): string {
  const { stems, title } = rows[0]!
  const shared = stems.slice(0, 4).map((stem) => say('“{word}”', { word: words.get(stem) ?? stem }))
  const about = { words: shared.join(', ') }
  return title ? say('Wrote about {words} in “{title}”', { ...about, title }) : say('Wrote about {words}', about)
}

function sharedTags(group: Exclude<Group, 'words'>, rows: readonly EvidenceRow[], say: Say): string {
  const tags = [...new Set(rows.flatMap((row) => row.tags))].slice(0, 4).join(', ')
  const given = { count: rows.length, tags }
  if (group === 'official') return say('Gave {count} official answers on {tags}', given)
  if (group === 'accepted') return say('Gave {count} accepted answers on {tags}', given)
  return group === 'answer' ? say('Gave {count} answers on {tags}', given) : say('Wrote {count} posts on {tags}', given)
}

function linkOf(row: EvidenceRow): string {
  const thread = { id: row.threadId, slug: row.slug, realm: row.realm, type: row.type }
  return row.replyId && row.replyKind
    ? replyAddress(thread, { id: row.replyId, kind: row.replyKind })
    : threadAddress(thread)
}

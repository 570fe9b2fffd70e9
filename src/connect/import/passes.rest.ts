import { type Pass, addPeople, readNew, skip } from './passes.ts'
import * as queries from './import.queries.ts'
import { Unfit, idOf, momentOf, readMoment, shownName, tagName, textOf } from './stackexchange.rows.ts'

export const usersPass: Pass = {
  file: 'Users.xml',
  what: 'users',
  async take(ctx, run, rows) {
    const pass = { file: 'Users.xml', what: 'users', kind: 'user', source: run.people } as const
    const fresh = await readNew(ctx, run, pass, rows, (row) => {
      const displayName = shownName(textOf(row, 'DisplayName'))
      if (!displayName) throw new Unfit('DisplayName is empty')
      return { displayName, createdAt: momentOf(row, 'CreationDate') }
    })
    await addPeople(
      ctx,
      run,
      'user',
      fresh.map(({ id, value }) => ({ ...value, foreignId: id })),
    )
    run.report.counts.users.added += fresh.length
  },
}

export const tagsPass: Pass = {
  file: 'Tags.xml',
  what: 'tags',
  async take(ctx, run, rows) {
    const pass = { file: 'Tags.xml', what: 'tags', kind: 'tag', source: run.posts } as const
    const fresh = await readNew(ctx, run, pass, rows, (row) => tagName(textOf(row, 'TagName')))
    const ids = await queries.insertTags(ctx, [...new Set(fresh.map(({ value }) => value))])
    const pairs = fresh.map(({ id, value }) => ({ foreignId: id, localId: ids.get(value)! }))
    await queries.insertReferences(ctx, { source: run.posts, kind: 'tag', runId: run.runId }, pairs)
    run.report.counts.tags.added += fresh.length
  },
}

const linkKinds: Record<string, 'related' | 'duplicate'> = { '1': 'related', '3': 'duplicate' }

export const linksPass: Pass = {
  file: 'PostLinks.xml',
  what: 'links',
  async take(ctx, run, rows) {
    const pass = { file: 'PostLinks.xml', what: 'links', kind: 'link', source: run.posts } as const
    const fresh = await readNew(ctx, run, pass, rows, (row) => {
      const kind = linkKinds[textOf(row, 'LinkTypeId')]
      if (!kind) throw new Unfit('LinkTypeId is neither 1 (related) nor 3 (duplicate)')
      return { kind, from: idOf(row, 'PostId'), to: idOf(row, 'RelatedPostId'), madeAt: momentOf(row, 'CreationDate') }
    })
    const places = await queries.findPlaces(
      ctx,
      run.posts,
      fresh.flatMap(({ value }) => [value.from, value.to]),
    )
    const links = fresh.flatMap(({ id, row, value }) => {
      const [from, to] = [places.get(value.from)?.threadId, places.get(value.to)?.threadId]
      if (from === undefined || to === undefined)
        skip(run, pass, row, `post ${from === undefined ? value.from : value.to} is not there`)
      else if (from === to) run.report.counts.links.ignored += 1
      else return [{ id, kind: value.kind, madeAt: value.madeAt, from, to }]
      return []
    })
    const added = await queries.insertLinks(ctx, links)
    const pairs = links.map(({ id, from }) => ({ foreignId: id, localId: from }))
    await queries.insertReferences(ctx, { source: run.posts, kind: 'link', runId: run.runId }, pairs)
    run.report.counts.links.added += added
    // Two posts of one question may point to the same other question: that is one link here.
    run.report.counts.links.ignored += links.length - added
  },
}

/** Posts that are neither question nor answer: texts about tags, notices of elections, of moderators. */
export const otherPostsPass: Pass = {
  file: 'Posts.xml',
  what: 'other posts',
  wants: (row) => row.values.PostTypeId !== '1' && row.values.PostTypeId !== '2',
  async take(_ctx, run, rows) {
    for (const row of rows) {
      if (/^\d+$/.test(row.values.PostTypeId ?? '')) run.report.counts['other posts'].ignored += 1
      else skip(run, { file: 'Posts.xml', what: 'other posts' }, row, 'PostTypeId is missing or not a number')
    }
  },
}

/** Votes are anonymous in a dump; only the day of an acceptance says more than the score of the post. */
export const votesPass: Pass = {
  file: 'Votes.xml',
  what: 'votes',
  async take(ctx, run, rows) {
    const accepting = rows.filter((row) => row.values.VoteTypeId === '1' && row.values.CreationDate !== undefined)
    const places = await queries.findPlaces(
      ctx,
      run.posts,
      accepting.map((row) => row.values.PostId ?? ''),
    )
    const days = accepting.flatMap((row) => {
      const answerId = places.get(row.values.PostId ?? '')?.replyId
      const day = readMoment(row.values.CreationDate ?? '')
      return answerId && day ? [{ answerId, day }] : []
    })
    await queries.dateAcceptances(ctx, days)
    run.report.counts.votes.ignored += rows.length
  },
}

export const badgesPass: Pass = {
  file: 'Badges.xml',
  what: 'badges',
  async take(_ctx, run, rows) {
    run.report.counts.badges.ignored += rows.length
  },
}

import type { Ctx } from '../../platform/context.ts'
import { cleanMarkdown, slugOf } from '../../platform/text/markdown.ts'
import { markdownOfComment } from './comment-text.ts'
import { markdownOfHtml } from './html-to-markdown.ts'
import { typeOfTags } from './kinds.ts'
import { type Pass, type Read, type Run, authorshipOf, findAuthors, leaveAlone, note, readNew, skip } from './passes.ts'
import * as queries from './import.queries.ts'
import { Unfit, idOf, momentOf, numberOf, tagsOf, textOf } from './stackexchange.rows.ts'
import type { XmlRow } from './xml-rows.ts'

const longestBody = 60_000

type Text = { body: string; plainer: boolean; different: boolean }

function bodyOf(row: XmlRow): Text {
  const { markdown, fidelity } = markdownOfHtml(textOf(row, 'Body'))
  return { body: fitting(markdown), plainer: fidelity === 'plainer', different: fidelity === 'different' }
}

function fitting(text: string): string {
  if (text.length > longestBody) throw new Unfit(`the text has ${text.length} characters, ${longestBody} are the most`)
  return text
}

function judgeTexts(run: Run, reads: readonly Read<Text>[]): void {
  for (const { row, value } of reads) {
    if (value.plainer) run.report.plainerTexts += 1
    if (value.different) note(run, 'Posts.xml', row, 'taken, but Markdown shows its text a little differently')
  }
}

function editedAt(row: XmlRow): Date | null {
  return row.values.LastEditDate === undefined ? null : momentOf(row, 'LastEditDate')
}

function readQuestion(row: XmlRow) {
  const createdAt = momentOf(row, 'CreationDate')
  const title = cleanMarkdown(textOf(row, 'Title')).replace(/\s+/g, ' ').trim()
  if (title.length === 0 || title.length > 200) throw new Unfit('the title is empty or longer than 200 characters')
  const activeAt = row.values.LastActivityDate === undefined ? createdAt : momentOf(row, 'LastActivityDate')
  const facts = {
    title,
    slug: slugOf(title),
    createdAt,
    activeAt,
    editedAt: editedAt(row),
    score: numberOf(row, 'Score'),
    tags: tagsOf(row),
  }
  return { ...facts, ...bodyOf(row), author: authorshipOf(row, 'Owner', createdAt) }
}

export const questionsPass: Pass = {
  file: 'Posts.xml',
  what: 'questions',
  wants: (row) => row.values.PostTypeId === '1',
  async take(ctx, run, rows) {
    const pass = { file: 'Posts.xml', what: 'questions', kind: 'question', source: run.posts } as const
    const fresh = await readNew(ctx, run, pass, rows, readQuestion)
    const authors = await findAuthors(ctx, run, 'Posts.xml', fresh)
    const ids = await queries.takeIds(ctx, 'threads', fresh.length)
    const threads = fresh.map(
      ({ value: { author: _author, plainer: _plainer, different: _different, ...value } }, index) => ({
        ...value,
        id: ids[index]!,
        spaceId: run.space.id,
        type: typeOfTags(value.tags),
        audience: 'space' as const,
        authorId: authors[index]!,
      }),
    )
    await queries.insertThreads(ctx, threads)
    await remember(ctx, run, 'question', fresh, ids)
    judgeTexts(run, fresh)
    run.report.counts.questions.added += fresh.length
  },
}

async function remember(
  ctx: Ctx,
  run: Run,
  kind: queries.ReferenceKind,
  reads: readonly { id: string }[],
  ids: readonly number[],
): Promise<void> {
  const pairs = reads.map(({ id }, index) => ({ foreignId: id, localId: ids[index]! }))
  await queries.insertReferences(ctx, { source: run.posts, kind, runId: run.runId }, pairs)
}

function readAnswer(row: XmlRow) {
  const createdAt = momentOf(row, 'CreationDate')
  const facts = { parent: idOf(row, 'ParentId'), createdAt, editedAt: editedAt(row), score: numberOf(row, 'Score') }
  return { ...facts, ...bodyOf(row), author: authorshipOf(row, 'Owner', createdAt) }
}

export const answersPass: Pass = {
  file: 'Posts.xml',
  what: 'answers',
  wants: (row) => row.values.PostTypeId === '2',
  async take(ctx, run, rows) {
    const pass = { file: 'Posts.xml', what: 'answers', kind: 'answer', source: run.posts } as const
    const fresh = await readNew(ctx, run, pass, rows, readAnswer)
    const places = await queries.findPlaces(
      ctx,
      run.posts,
      fresh.map(({ value }) => value.parent),
    )
    const standing = fresh.filter(({ row, value }) => {
      const question = places.get(value.parent)
      if (question?.isGone) leaveAlone(run, 'answers')
      else if (question?.replyId !== null) skip(run, pass, row, `its question ${value.parent} is not there`)
      else return true
      return false
    })
    const threadOf = ({ value }: (typeof standing)[number]) => places.get(value.parent)!.threadId
    await addReplies(
      ctx,
      run,
      'answer',
      standing.map((read) => ({ ...read, threadId: threadOf(read), parentId: null })),
    )
    judgeTexts(run, standing)
    run.report.counts.answers.added += standing.length
  },
}

type StandingReply = Read<
  Pick<queries.ReplyRow, 'body' | 'score' | 'createdAt' | 'editedAt'> & { author: ReturnType<typeof authorshipOf> }
> &
  Pick<queries.ReplyRow, 'threadId' | 'parentId'>

async function addReplies(
  ctx: Ctx,
  run: Run,
  kind: 'answer' | 'comment',
  replies: readonly StandingReply[],
): Promise<void> {
  const authors = await findAuthors(ctx, run, kind === 'answer' ? 'Posts.xml' : 'Comments.xml', replies)
  const ids = await queries.takeIds(ctx, 'replies', replies.length)
  const rows = replies.map(({ threadId, parentId, value: { body, score, createdAt, editedAt: changedAt } }, index) => {
    return {
      id: ids[index]!,
      threadId,
      kind,
      parentId,
      authorId: authors[index]!,
      body,
      score,
      createdAt,
      editedAt: changedAt,
    }
  })
  await queries.insertReplies(ctx, rows)
  await remember(ctx, run, kind, replies, ids)
}

export const acceptedPass: Pass = {
  file: 'Posts.xml',
  what: 'accepted answers',
  wants: (row) => row.values.PostTypeId === '1' && row.values.AcceptedAnswerId !== undefined,
  async take(ctx, run, rows) {
    const pass = { file: 'Posts.xml', what: 'accepted answers', kind: 'accepted', source: run.posts } as const
    const fresh = await readNew(ctx, run, pass, rows, (row) => ({ answer: idOf(row, 'AcceptedAnswerId') }))
    const places = await queries.findPlaces(
      ctx,
      run.posts,
      fresh.flatMap(({ id, value }) => [id, value.answer]),
    )
    const pairs: { id: string; threadId: number; answerId: number }[] = []
    for (const { row, id, value } of fresh) {
      const question = places.get(id)
      const answer = places.get(value.answer)
      if (!question) skip(run, pass, row, 'the question itself was left out')
      else if (!answer?.replyId) skip(run, pass, row, `the accepted answer ${value.answer} is not there`)
      else if (answer.threadId !== question.threadId)
        skip(run, pass, row, `the accepted answer ${value.answer} belongs to another question`)
      else if (answer.isGone) leaveAlone(run, 'accepted answers')
      else pairs.push({ id, threadId: question.ownId, answerId: answer.replyId })
    }
    await queries.insertAcceptances(ctx, pairs)
    await remember(
      ctx,
      run,
      'accepted',
      pairs,
      pairs.map(({ answerId }) => answerId),
    )
    run.report.counts['accepted answers'].added += pairs.length
  },
}

function readComment(row: XmlRow) {
  const createdAt = momentOf(row, 'CreationDate')
  const body = fitting(markdownOfComment(textOf(row, 'Text')))
  return {
    post: idOf(row, 'PostId'),
    body,
    score: numberOf(row, 'Score'),
    createdAt,
    editedAt: null,
    author: authorshipOf(row, '', createdAt),
  }
}

export const commentsPass: Pass = {
  file: 'Comments.xml',
  what: 'comments',
  async take(ctx, run, rows) {
    const pass = { file: 'Comments.xml', what: 'comments', kind: 'comment', source: run.posts } as const
    const fresh = await readNew(ctx, run, pass, rows, readComment)
    const places = await queries.findPlaces(
      ctx,
      run.posts,
      fresh.map(({ value }) => value.post),
    )
    const standing = fresh.flatMap((read) => {
      const place = places.get(read.value.post)
      if (place?.isGone) leaveAlone(run, 'comments')
      else if (!place) skip(run, pass, read.row, `its post ${read.value.post} is not there`)
      else return [{ ...read, threadId: place.threadId, parentId: place.replyId }]
      return []
    })
    await addReplies(ctx, run, 'comment', standing)
    run.report.counts.comments.added += standing.length
  },
}

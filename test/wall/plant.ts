/** Plants a secret word in every field that somebody on the other side of the wall must never read. */
import sharp from 'sharp'
import { sql } from 'kysely'
import { saveDraft } from '../../src/content/drafts/drafts.ts'
import { uploadPicture } from '../../src/content/files/files.ts'
import { type Question, answer, ask, comment, editQuestion } from '../../src/content/questions/questions.ts'
import { setTags } from '../../src/content/tags/tags.ts'
import {
  type Thread,
  addParticipants,
  addReply,
  editReply,
  editThread,
  startThread,
} from '../../src/content/threads/threads.ts'
import { agree, call, openSwarm, proposeWording, publishOutWording, say } from '../../src/customers/swarms/swarms.ts'
import { invite } from '../../src/people/invitations/invitations.ts'
import type { BlobStore } from '../../src/platform/blobs.ts'
import type { Ctx } from '../../src/platform/context.ts'
import type { AccountId } from '../../src/platform/ids.ts'
import { sha256Of, recall } from '../../src/realms/crossings/crossings.ts'
import { type Space, addMember, createSpace } from '../../src/realms/spaces/spaces.ts'
import { type PersonName, getCast } from '../cast.ts'
import { plantIdea } from './plant-idea-votes.ts'
import { plantStorm, plantTwin } from './plant-ideas.ts'
import { plantModeration } from './plant-moderation.ts'
import { type Secrets, type Walker, walkers } from './secrets.ts'

export interface Planted {
  /** A public question of Ines on which everything happened: swarm, wording, publication, recall. */
  readonly question: Question
  readonly spaces: readonly Space[]
}

/**
 * Gives every table numbers of its own, so that the number of a thread inside is the number of nothing outside. What
 * an address answers can then be compared with one that never existed, without knowing what its number means there.
 */
export async function spreadNumbers(ctx: Ctx): Promise<void> {
  const { rows } = await sql<{ name: string }>`select table_name as name from information_schema.columns
    where table_schema = 'public' and column_name = 'id' and is_identity = 'YES' order by 1`.execute(ctx.db)
  for (const [at, { name }] of rows.entries()) {
    await sql`alter table ${sql.table(name)} alter column id restart with ${sql.lit((at + 11) * 1_000_000)}`.execute(
      ctx.db,
    )
  }
}

/** Questions outside that everybody may read, with words in common with what is planted inside. */
export async function plantOutside(ctx: Ctx): Promise<Question> {
  const cast = await getCast(ctx)
  const ines = cast.as(ctx, 'ines')
  const { thread } = await ask(ines, {
    space: 'riders',
    title: 'Battery drops in the cold',
    body: 'Why does range drop?',
    tags: ['winter', 'cold'],
  })
  const given = await answer(cast.as(ctx, 'gustav'), thread.id, 'Keep the **battery** warm.')
  await comment(cast.as(ctx, 'joost'), thread.id, 'Mine drops as well.', given.id)
  await answer(cast.as(ctx, 'daniel'), thread.id, 'We look into it, says Daniel.')
  const changed = {
    title: 'Battery drops to 40 % in the cold',
    body: 'Why does range drop so much?',
    tags: ['winter', 'cold'],
  }
  await ask(cast.as(ctx, 'joost'), {
    space: 'riders',
    title: 'Charger hums',
    body: 'Is a humming charger right?',
    tags: ['charger'],
  })
  return editQuestion(ines, thread.id, changed)
}

/**
 * Fills both other realms, and with them the spaces outside that not everybody reads. `onlyClosed`: nothing outside
 * is touched that a visitor or a member reads, so that their pages can be compared.
 */
export async function plantInside(
  ctx: Ctx,
  secrets: Secrets,
  question: Question,
  blobs: BlobStore,
  { onlyClosed = false } = {},
): Promise<Planted> {
  const cast = await getCast(ctx)
  const employees = ['daniel'] as const
  const places: {
    realm: Space['realm']
    access: Space['access']
    writer: PersonName
    others: PersonName[]
    readers: readonly Walker[]
  }[] = [
    { realm: 'inside', access: 'employees', writer: 'tomasz', others: [], readers: employees },
    { realm: 'inside', access: 'members', writer: 'tomasz', others: ['aiko', 'lena'], readers: [] },
    { realm: 'bridge', access: 'invited', writer: 'lena', others: ['petra'], readers: ['petra'] },
    { realm: 'bridge', access: 'invited', writer: 'aiko', others: [], readers: [] },
    { realm: 'outside', access: 'members', writer: 'joost', others: [], readers: ['gustav', 'ines', 'daniel'] },
  ]
  const spaces: Space[] = []
  if (!onlyClosed) await plantPeople(ctx, secrets)
  for (const { writer, others, readers, ...kind } of places.filter(
    (place) => !onlyClosed || place.realm !== 'outside',
  )) {
    const mint = (what: string) => secrets.mint(`${what} of a space ${kind.realm} for ${kind.access}`, readers)
    const space = await createSpace(ctx, {
      ...kind,
      slug: mint('slug'),
      title: `${mint('title')} battery`,
      description: mint('description'),
    })
    if (kind.realm !== 'outside')
      for (const who of [writer, ...others]) await addMember(ctx, space, cast.people[who].id)
    const thread = await fillSpace(cast.as(ctx, writer), space, mint, blobs)
    if (kind.realm !== 'outside') await linkTo(ctx, question, thread)
    spaces.push(space)
  }
  await plantForParticipants(ctx, secrets, spaces)
  await plantSwarm(ctx, secrets, question, onlyClosed)
  await plantIdea(ctx, secrets, spaces)
  await plantStorm(ctx, secrets, spaces)
  if (!onlyClosed) await plantTwin(ctx, secrets)
  await plantModeration(ctx, secrets, spaces, onlyClosed)
  await plantAround(ctx, secrets, spaces)
  return { question, spaces }
}

/** A thread with everything that can stand in it, each text changed once so that it has a history. */
async function fillSpace(ctx: Ctx, space: Space, mint: (what: string) => string, blobs: BlobStore): Promise<Thread> {
  await ctx.db.deleteFrom('rateLimits').execute()
  const type = space.realm === 'outside' ? 'question' : 'discussion'
  const thread = await startThread(ctx, space, {
    type,
    title: `${mint('earlier title')} battery`,
    body: `${mint('earlier text')} range drop`,
  })
  await setTags(ctx, thread.id, ['winter', mint('tag')])
  const { url } = await uploadPicture(ctx, blobs, space, await picture())
  await editThread(ctx, thread.id, {
    title: `${mint('thread title')} battery`,
    body: `${mint('thread text')} range drop cold ![${mint('name of a picture')}](${url})`,
  })
  const reply = await addReply(ctx, thread.id, {
    kind: type === 'question' ? 'answer' : 'reply',
    body: `${mint('earlier reply')} charger`,
  })
  await editReply(ctx, reply.id, `${mint('reply')} charger`)
  await addReply(ctx, thread.id, { kind: 'comment', parentId: reply.id, body: `${mint('comment')} battery` })
  return thread
}

function picture(): Promise<Buffer> {
  return sharp({ create: { width: 8, height: 8, channels: 3, background: '#2a7' } })
    .png()
    .toBuffer()
}

/** Links that an import or a mistake might leave in the tables: pages outside must not follow them. */
async function linkTo(ctx: Ctx, question: Question, thread: Thread): Promise<void> {
  await sql`insert into thread_links (from_thread_id, to_thread_id, kind) values
    (${question.thread.id}, ${thread.id}, 'related'), (${question.thread.id}, ${thread.id}, 'duplicate'),
    (${thread.id}, ${question.thread.id}, 'duplicate')`.execute(ctx.db)
}

/** Colleagues, guests, and what only the person themselves may know. */
async function plantPeople(ctx: Ctx, secrets: Secrets): Promise<void> {
  const { people } = await getCast(ctx)
  const set = (id: AccountId, fields: { email?: string; jobTitle?: string; about?: string; organisation?: string }) =>
    ctx.db.updateTable('accounts').set(fields).where('id', '=', id).execute()
  const seen: readonly [PersonName, readonly Walker[]][] = [
    ['daniel', ['daniel']],
    ['tomasz', ['daniel']],
    ['mirela', ['daniel']],
    ['lena', ['daniel', 'petra']],
  ]
  for (const [who, readers] of seen) {
    await set(people[who].id, {
      jobTitle: secrets.mint(`job title of ${who}`, readers),
      about: secrets.mint(`profile of ${who}`, readers),
    })
  }
  await set(people.petra.id, {
    organisation: secrets.mint('organisation of a guest', ['daniel', 'petra']),
    about: secrets.mint('profile of a guest', ['daniel', 'petra']),
  })
  for (const who of ['daniel', 'tomasz', 'gustav', 'ines', 'joost', 'petra'] as const) {
    const own = walkers.filter((walker) => walker === who)
    await set(people[who].id, {
      email: `${secrets.mint(`mail address of ${who}`, own)}@${who === 'daniel' || who === 'tomasz' ? 'velund' : 'people'}.example`,
    })
  }
  const employee = (what: string) => secrets.mint(`${what} of a colleague nobody outside has met`, ['daniel'])
  const guest = (what: string) => secrets.mint(`${what} of a guest of another room`, ['daniel'])
  for (const [realm, mint] of [
    ['inside', employee],
    ['bridge', guest],
  ] as const) {
    const email = `${secrets.mint(`mail address of somebody ${realm}`, [])}@velund.example`
    const organisation = realm === 'bridge' ? mint('organisation') : null
    const named = {
      displayName: `${mint('name')} Battery`,
      handle: mint('handle'),
      jobTitle: mint('job title'),
      about: mint('profile'),
    }
    await ctx.db
      .insertInto('accounts')
      .values({ realm, email, organisation, emailProvedAt: ctx.now, ...named })
      .execute()
  }
}

/** Threads that name who takes part, in spaces that more people read. */
async function plantForParticipants(ctx: Ctx, secrets: Secrets, spaces: readonly Space[]): Promise<void> {
  const cast = await getCast(ctx)
  const cases: readonly [PersonName, PersonName, Space['access'], readonly Walker[]][] = [
    ['tomasz', 'aiko', 'employees', []],
    ['lena', 'tomasz', 'invited', []],
    ['joost', 'gustav', 'members', ['gustav']],
  ]
  for (const [writer, other, access, readers] of cases) {
    await ctx.db.deleteFrom('rateLimits').execute()
    const mint = (what: string) =>
      secrets.mint(`${what} of a thread for its participants in a space for ${access}`, readers)
    const space = spaces.find((one) => one.access === access && (access !== 'members' || one.realm === 'outside'))
    if (!space) continue
    const as = cast.as(ctx, writer)
    const text = { title: `${mint('title')} battery`, body: `${mint('text')} range drop` }
    const type = space.realm === 'outside' ? 'question' : 'discussion'
    const thread = await startThread(as, space, { type, ...text, audience: 'participants' })
    await addParticipants(as, thread.id, [cast.people[other].id])
    await addReply(as, thread.id, { kind: type === 'question' ? 'answer' : 'reply', body: `${mint('reply')} cold` })
    await setTags(as, thread.id, [mint('tag'), 'cold'])
  }
}

/** The loop around a public question: said inside, worded, published out, taken back. */
async function plantSwarm(ctx: Ctx, secrets: Secrets, question: Question, onlyClosed: boolean): Promise<void> {
  const cast = await getCast(ctx)
  await ctx.db.deleteFrom('rateLimits').execute()
  const [tomasz, mirela] = [cast.as(ctx, 'tomasz'), cast.as(ctx, 'mirela')]
  const mint = (what: string) => secrets.mint(`${what} of a swarm`, [])
  const swarm = await openSwarm(tomasz, question.thread.id, { message: `${mint('first message')} battery` })
  await call(tomasz, swarm.id, cast.people.aiko.id, mint('reason of a call'))
  await call(tomasz, swarm.id, cast.people.mirela.id, mint('reason of another call'))
  await say(mirela, swarm.id, `${mint('message')} cold`)
  await proposeWording(tomasz, swarm.id, `${mint('replaced wording')} battery`)
  await proposeWording(tomasz, swarm.id, `${mint('wording not published')} battery`)
  if (onlyClosed) return
  const taken = `${mint('recalled answer')} was wrong about the cold`
  const first = await proposeWording(tomasz, swarm.id, taken)
  await agree(mirela, first)
  const confirm = (text: string, what: string) => ({
    expectedSha256: sha256Of(text),
    reason: mint(`reason of ${what}`),
  })
  const crossing = await publishOutWording(mirela, swarm.id, first, confirm(taken, 'a recalled publication'))
  await recall(mirela, crossing.id, mint('reason of a recall'))
  const text = 'It is the software. The update comes in June.'
  const second = await proposeWording(tomasz, swarm.id, text)
  await agree(mirela, second)
  await publishOutWording(mirela, swarm.id, second, confirm(text, 'a publication'))
}

/** What stands beside the texts: invitations, notices, mails, settings. */
async function plantAround(ctx: Ctx, secrets: Secrets, spaces: readonly Space[]): Promise<void> {
  const cast = await getCast(ctx)
  const mint = (what: string) => secrets.mint(what, [])
  const person = (what: string) => ({
    displayName: mint(`name of ${what}`),
    email: `${mint(`mail address of ${what}`)}@velund.example`,
  })
  await invite(cast.as(ctx, 'jonas'), { place: 'inside', ...person('an invited colleague') }, 'http://localhost:3000')
  // What somebody has only begun to write is nobody else's.
  for (const place of ['post:write', 'ask:riders']) {
    const fields = { title: mint(`title of a draft at ${place}`), body: mint(`text of a draft at ${place}`) }
    await saveDraft(cast.as(ctx, 'tomasz'), { place, path: '/inside/write', fields })
  }
  const room = spaces.find((space) => space.realm === 'bridge')!
  await invite(
    cast.as(ctx, 'lena'),
    { place: String(room.id), organisation: mint('organisation of an invited guest'), ...person('an invited guest') },
    'http://localhost:3000',
  )
  const hidden = await ctx.db
    .selectFrom('threads')
    .select('id')
    .where('spaceId', '=', spaces[1]!.id)
    .executeTakeFirstOrThrow()
  // A notice that reached the wrong person, or outlived their right to read: asked again at every read.
  for (const who of ['gustav', 'ines', 'petra', 'daniel', 'tomasz'] as const) {
    const because = mint(`reason of a notice of ${who} about a closed space`)
    await ctx.db
      .insertInto('notices')
      .values({
        accountId: cast.people[who].id,
        kind: 'answer',
        because,
        threadId: hidden.id,
        actorId: cast.people.aiko.id,
      })
      .execute()
  }
  const mail = {
    toAddress: 'aiko@velund.example',
    subject: mint('subject of a mail'),
    bodyText: mint('text of a mail'),
  }
  await ctx.db.insertInto('mails').values(mail).execute()
  await sql`insert into settings (key, value) values ('wall.secret', to_jsonb(${mint('a setting')}::text))`.execute(
    ctx.db,
  )
}

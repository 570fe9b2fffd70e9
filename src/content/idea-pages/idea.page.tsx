import type { ComponentChildren } from 'preact'
import type { Viewer } from '../../platform/context.ts'
import type { FormState } from '../../platform/http/form.ts'
import { authorOf } from '../../people/accounts/accounts.parts.tsx'
import { reachWords } from '../../people/connections/connections.ts'
import { audienceWords } from '../../realms/audience/audience.ts'
import { realmNames } from '../../realms/spaces/spaces.parts.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { Pill, Tags } from '../../ui/badge.tsx'
import { LinkButton } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Crumbs } from '../../ui/page.tsx'
import { ByLine, Disclosed } from '../../ui/post.tsx'
import { AudienceLine } from '../../ui/realm.tsx'
import { LinkList } from '../../ui/table.tsx'
import { Text } from '../../ui/text.tsx'
import { Time } from '../../ui/time.tsx'
import { useWords } from '../../ui/words.tsx'
import { isOpenStage, stageInSentence, stageWords } from '../ideas/ideas.ts'
import type { IdeaStage } from '../ideas/ideas.ts'
import { FlagLink, TakeBack } from '../threads/threads.parts.tsx'
import type { ReplyId } from '../threads/threads.ts'
import { boardAddress } from './board-filter.ts'
import { IdeaAside } from './idea-aside.tsx'
import { Comments } from './comments.parts.tsx'
import { StagePill, Voting, extensionNote, isOverdue, tagHref } from './idea.parts.tsx'
import { actionBase, dayWords, ideaAddress } from './idea-words.ts'
import type { IdeaView } from './viewing.ts'

/** A comment that was to become an extension, and what was refused. */
export interface Extending {
  readonly replyId: ReplyId
  readonly form: FormState
}

/** What every part of the page of an idea needs to draw it for one viewer. */
export interface Drawing {
  readonly view: IdeaView
  readonly viewer: Viewer
  readonly company: string
  readonly now: Date
  /** Stored Markdown to safe HTML, with the pictures that this reader may fetch. */
  readonly render: (body: string) => string
  /** A comment that was refused, with what was typed. */
  readonly form: FormState
  readonly extending: Extending | undefined
  /** What other features show beside the idea. */
  readonly panels: ComponentChildren
}

/** One idea: its votes, how it stands and why, what grew out of it, and what people say. */
export function IdeaPage(props: { drawing: Drawing }) {
  const say = useWords()
  const { drawing } = props
  const { view } = drawing
  const { idea, space } = view
  const { thread } = idea
  return (
    <>
      <Crumbs
        label={say('You are here')}
        crumbs={[
          { label: say('Ideas'), href: boardAddress(thread.realm, {}) },
          { label: space.title, href: boardAddress(thread.realm, { space: space.slug }) },
          ...(view.extended ? [{ label: view.extended.thread.title, href: ideaAddress(view.extended.thread) }] : []),
        ]}
      />
      <div class="cols">
        <div class="stack side-out">
          <Head drawing={drawing} />
          <Text realm={thread.realm} html={drawing.render(thread.body)} />
          <Stages stage={idea.stage} past={view.changes.map((change) => change.stage)} />
          <Reason drawing={drawing} />
          <Promised drawing={drawing} />
          <GrownFrom drawing={drawing} />
          <Credits drawing={drawing} />
          <Foot drawing={drawing} />
          <Comments drawing={drawing} />
        </div>
        <IdeaAside drawing={drawing} />
      </div>
    </>
  )
}

function Head(props: { drawing: Drawing }) {
  const say = useWords()
  const { view, viewer, company, now } = props.drawing
  const { idea, audience } = view
  const { thread } = idea
  const author = authorOf(view.people.get(thread.authorId), viewer, company, view.disclosures.atThread(thread.id))
  const isNarrow = thread.reach !== null
  return (
    <div class="idea-top" id={`idea-${thread.id}`}>
      <Voting
        idea={idea}
        myVote={view.myVote}
        may={view.may.vote}
        signIn={viewer.kind === 'visitor' ? `/sign-in?next=${encodeURIComponent(ideaAddress(thread))}` : undefined}
      />
      <div class="stack-s">
        <h1 class={thread.realm === 'outside' ? 'voice-h' : undefined} dir="auto">
          {thread.title}
        </h1>
        <div class="row tight">
          <StagePill stage={idea.stage} />
          {isNarrow ? <Pill icon="lock-simple">{say.again(reachWords[thread.reach!])}</Pill> : null}
          <Tags tags={view.tags.map((tag) => ({ label: tag, href: tagHref(thread, tag) }))} />
        </div>
        <div class="row">
          <Avatar id={author.id} name={author.name} who={author.who} />
          <div>
            <ByLine author={author} meta={<Time at={thread.createdAt} now={now} form="long" />} />
            <AudienceLine
              realm={thread.realm}
              word={say.again(realmNames[thread.realm])}
              who={audience.everyone ? say('Anyone on the web') : audienceWords(audience, say)}
              {...(isNarrow ? {} : { exactly: { label: say('Who exactly'), href: `/readers/thread/${thread.id}` } })}
            />
          </div>
        </div>
        {thread.recalledAt && !thread.removedAt ? (
          <Disclosed lines={[say('This text was recalled by {company}.', { company })]} />
        ) : null}
      </div>
    </div>
  )
}

/** The usual way of an idea as a line; where it left that way, its own stage stands at the end of it. */
function Stages(props: { stage: IdeaStage; past: readonly IdeaStage[] }) {
  const way: readonly IdeaStage[] = ['new', 'under-review', 'planned', 'done']
  const { stage, past } = props
  const say = useWords()
  const at = way.indexOf(stage === 'partly-done' ? 'planned' : stage)
  const left = at === -1
  const line = left ? [...way.filter((one) => one === 'new' || past.includes(one)), stage] : way
  const now = left ? line.length - 1 : at
  return (
    <ol role="list" class="stages" aria-label={say('Stage: {stage}', { stage: say.again(stageInSentence[stage]) })}>
      {line.map((one, index) => (
        <li class={index < now ? 'past' : undefined} aria-current={index === now ? 'step' : undefined}>
          {index < now ? <Icon name="check" /> : null}
          {say.again(stageWords[index === now ? stage : one])}
        </li>
      ))}
    </ol>
  )
}

function Reason(props: { drawing: Drawing }) {
  const say = useWords()
  const { view, company, now, render } = props.drawing
  const last = view.changes.at(-1)
  if (!last || (last.reason === '' && last.part === null)) return null
  const by = last.changedBy === null ? undefined : view.people.get(last.changedBy)?.displayName
  const outside = view.idea.thread.realm === 'outside'
  return (
    <div class="notebox" id={`stage-${last.id}`}>
      <p>
        <b>{say('Why {stage}', { stage: say.again(stageInSentence[last.stage]) })}</b>{' '}
        <span class="muted small">
          {by ? (
            <>
              <bdi>{outside ? say('{name} for {company}', { name: by, company }) : by}</bdi>,{' '}
            </>
          ) : null}
          <Time at={last.changedAt} now={now} />
        </span>
      </p>
      {last.part === null ? null : (
        <p class="mt1">
          <b>{say('Done so far:')}</b> <bdi>{last.part}</bdi>
        </p>
      )}
      {last.reason === '' ? null : (
        <div class="mt1">
          <Text realm={view.idea.thread.realm} html={render(last.reason)} />
        </div>
      )}
    </div>
  )
}

/** By when the next answer comes, and what else is late in the same category. */
function Promised(props: { drawing: Drawing }) {
  const say = useWords()
  const { view, company, now } = props.drawing
  const { idea } = view
  if (idea.answerBy === null || !isOpenStage(idea.stage)) return null
  const overdue = isOverdue(idea, now)
  const day = dayWords(say, idea.answerBy, now)
  const row = view.debt.categories.find(({ category }) => (category?.id ?? null) === idea.categoryId)
  const others = (row?.count ?? 0) - (overdue ? 1 : 0)
  const debt = boardAddress(idea.thread.realm, {
    show: 'overdue',
    order: 'owed',
    ...(row?.category && { category: row.category.slug }),
  })
  return (
    <div class="debt">
      <Icon name="hourglass-medium" />
      <p>
        <b>
          {overdue
            ? say('Overdue: {company} promised an answer by {day}.', { company, day })
            : say('Owed: the next answer by {day}.', { day })}
        </b>
        {others > 0 ? (
          <>
            {' '}
            {row?.category
              ? say('{count} other ideas about {category} are past their date.', {
                  count: others,
                  category: row.category.title,
                })
              : say('{count} other ideas are past their date.', { count: others })}{' '}
            <a href={debt}>{say('See the debt')}</a>
          </>
        ) : null}
      </p>
    </div>
  )
}

/** Extensions and the ideas united with this one. */
function GrownFrom(props: { drawing: Drawing }) {
  const say = useWords()
  const { extensions, united, people } = props.drawing.view
  return (
    <>
      {extensions.length > 0 ? (
        <section aria-labelledby="extensions">
          <h2 class="aside-h" id="extensions">
            {say('Extensions')}
          </h2>
          <LinkList
            links={extensions.map((line) => ({
              href: ideaAddress(line.thread),
              label: <bdi>{line.thread.title}</bdi>,
              note: extensionNote(say, line),
            }))}
          />
        </section>
      ) : null}
      {united.length > 0 ? (
        <section aria-labelledby="united">
          <h2 class="aside-h" id="united">
            {say('United with this idea')}
          </h2>
          <ul role="list" class="links">
            {united.map((one) => (
              <li>
                <bdi>{one.title}</bdi>
                <span>
                  {say('{name}. Their votes count here, each person once.', {
                    name: people.get(one.authorId)?.displayName ?? say('Former member'),
                  })}
                </span>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </>
  )
}

/** Who is thanked when it is done, and the question to a contributor whether they want to be named. */
function Credits(props: { drawing: Drawing }) {
  const say = useWords()
  const { view, viewer } = props.drawing
  const { idea, contributors } = view
  const named = contributors.flatMap((one) => (one.isNamed && one.person ? [one.person.displayName] : []))
  const unnamed = contributors.length - named.length
  const own = viewer.kind === 'account' ? contributors.find((one) => one.accountId === viewer.id) : undefined
  const isDone = idea.stage === 'done' || idea.stage === 'partly-done'
  if (!isDone && !own) return null
  return (
    <section aria-labelledby="credits" id="credits-of-idea">
      <h2 class="aside-h" id="credits">
        {say('Thanks to')}
      </h2>
      {isDone ? (
        <p>
          {named.length === 0 ? (
            say('{count} contributors', { count: unnamed })
          ) : unnamed === 0 ? (
            <bdi>{named.join(', ')}</bdi>
          ) : (
            say('{names} and {count} more contributors', { names: named.join(', '), count: unnamed })
          )}
        </p>
      ) : null}
      {own ? (
        <form method="post" action={`${actionBase(idea.thread)}/named`} class="row tight">
          <p class="small">
            {own.isNamed === undefined
              ? say('You contributed. May your name be in the release note when it is done?')
              : own.isNamed
                ? say('Your name is in the release note when it is done.')
                : say('Your name is left out when it is done.')}
          </p>
          {own.isNamed === true ? null : (
            <button class="btn s" name="named" value="yes">
              {say('Name me')}
            </button>
          )}
          {own.isNamed === false ? null : (
            <button class="btn s quiet" name="named" value="no">
              {say('Leave my name out')}
            </button>
          )}
        </form>
      ) : null}
    </section>
  )
}

function Foot(props: { drawing: Drawing }) {
  const say = useWords()
  const { viewer, view } = props.drawing
  const { may, idea } = view
  const { thread } = idea
  const base = actionBase(thread)
  return (
    <div class="row tight" data-acts>
      {may.setStage ? (
        <LinkButton kind="primary" size="s" href={`${base}/stage`}>
          {idea.thread.realm === 'outside' ? say('Change the public stage') : say('Change the stage')}
        </LinkButton>
      ) : null}
      {may.edit ? (
        <LinkButton kind="quiet" size="s" icon="pencil-simple" href={`${base}/edit`}>
          {say('Change the idea')}
        </LinkButton>
      ) : null}
      {thread.recalledAt ? null : (
        <>
          <TakeBack viewer={viewer} kind="thread" id={thread.id} authorId={thread.authorId} />
          <FlagLink viewer={viewer} kind="thread" id={thread.id} authorId={thread.authorId} />
        </>
      )}
      {may.keep ? (
        <LinkButton kind="quiet" size="s" icon="arrows-split" href={`/threads/${thread.id}/keep`}>
          {say('Type and place')}
        </LinkButton>
      ) : null}
    </div>
  )
}

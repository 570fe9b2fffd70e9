import type { ComponentChildren } from 'preact'
import { authorOf } from '../../people/accounts/accounts.parts.tsx'
import { loadPeople } from '../../people/accounts/accounts.ts'
import { companyName } from '../../people/company.ts'
import type { Ctx } from '../../platform/context.ts'
import { CrossingState } from '../../realms/crossings/crossings.parts.tsx'
import { mayPublishFrom } from '../../realms/crossings/crossings.ts'
import { realmNames } from '../../realms/spaces/spaces.parts.tsx'
import { isEmployee } from '../../realms/spaces/spaces.ts'
import { CrossingButton, LinkButton } from '../../ui/button.tsx'
import { AsideSection } from '../../ui/page.tsx'
import { Post } from '../../ui/post.tsx'
import { AudienceLine, RealmMark } from '../../ui/realm.tsx'
import { Card, Notebox } from '../../ui/surface.tsx'
import { Time } from '../../ui/time.tsx'
import { useWords } from '../../ui/words.tsx'
import { bodyRenderer } from '../files/files.ts'
import type { Thread, ThreadId } from '../threads/threads.ts'
import { type BroughtIn, type Crossed, crossedAt } from './across.ts'

/** Beside a public text, for employees alone: bring it in, link it, and where that was done. */
export async function acrossPanel(ctx: Ctx, threadId: ThreadId): Promise<ComponentChildren> {
  if (!isEmployee(ctx.viewer)) return null
  const { say } = ctx
  const { links, broughtTo } = await crossedAt(ctx, { kind: 'thread', id: threadId })
  return (
    <AsideSection title={say('Over the wall')}>
      <AudienceLine realm="inside" word={say('Inside')} who={say('Only employees see this')} />
      <p class="row tight mt2">
        <CrossingButton direction="in" href={`/inside/bring-in?thread=${threadId}`}>
          {say('Bring in')}
        </CrossingButton>
        <LinkButton href={`/inside/link?from=${threadId}`} icon="link-simple">
          {say('Link | a text with one on the other side')}
        </LinkButton>
      </p>
      {broughtTo.length > 0 ? (
        <ul role="list" class="links mt2">
          {broughtTo.map(({ crossing, href }) => (
            <li>
              <a href={href}>
                {say('Brought into {space}', { space: crossing.targetSpaceTitle ?? say('a space inside') })}
              </a>
              <span>
                {say.with('by {name}, {when}', {
                  name: crossing.actedByName,
                  when: <Time at={crossing.happenedAt} now={ctx.now} form="short" />,
                })}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      <Links crossed={{ links }} now={ctx.now} />
    </AsideSection>
  )
}

function Links(props: { crossed: Pick<Crossed, 'links'>; now: Date }) {
  const say = useWords()
  if (props.crossed.links.length === 0) return null
  return (
    <ul role="list" class="links mt2">
      {props.crossed.links.map(({ crossing, href, title, realm }) => (
        <li>
          <a href={href}>
            <RealmMark realm={realm} word={say.again(realmNames[realm])} />{' '}
            <bdi>
              {crossing.bytes}: {title}
            </bdi>
          </a>
          <span>
            {say.with('linked by {name}, {when}', {
              name: crossing.actedByName,
              when: <Time at={crossing.happenedAt} now={props.now} form="short" />,
            })}
          </span>
          <LinkButton
            href={`/inside/crossings/${crossing.id}`}
            kind="quiet"
            size="s"
            label={say('Record of {name}', { name: crossing.bytes })}
          >
            {say('Record')}
          </LinkButton>
        </li>
      ))}
    </ul>
  )
}

/** Under a discussion, for employees alone: what was brought in, what is linked, what left, and the way to do it. */
export async function threadPanel(ctx: Ctx, thread: Thread): Promise<ComponentChildren> {
  if (!isEmployee(ctx.viewer)) return null
  const { say } = ctx
  const crossed = await crossedAt(ctx, { kind: 'thread', id: thread.id })
  const mayPublish = (await mayPublishFrom(ctx, thread.spaceId)).allowed && !crossed.broughtIn
  return (
    <>
      {crossed.broughtIn ? await drawBrought(ctx, crossed.broughtIn) : null}
      {crossed.links.length + crossed.published.length > 0 ? (
        <Card title={say('Over the wall')}>
          <Links crossed={crossed} now={ctx.now} />
          <ul role="list" class="links mt2">
            {crossed.published.map((crossing) => (
              <li>
                <a href={`/inside/crossings/${crossing.id}`}>
                  <bdi>{crossing.actedByName}</bdi>, <Time at={crossing.happenedAt} now={ctx.now} form="long" />
                </a>
                <span>
                  <CrossingState crossing={crossing} /> <bdi>{crossing.reason}</bdi>
                </span>
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
      <p class="row tight">
        {mayPublish ? (
          <CrossingButton direction="out" href={`/inside/threads/${thread.id}/publish`}>
            {say('Publish out')}
          </CrossingButton>
        ) : null}
        <LinkButton href={`/inside/link?from=${thread.id}`} icon="link-simple">
          {say('Link with something outside')}
        </LinkButton>
      </p>
    </>
  )
}

async function drawBrought(ctx: Ctx, brought: BroughtIn): Promise<ComponentChildren> {
  const { say } = ctx
  const { crossing, quote } = brought
  const by = (form: 'short' | 'long') =>
    say.with('Brought in by {name}, {when}', {
      name: crossing.actedByName,
      when: <Time at={crossing.happenedAt} now={ctx.now} form={form} />,
    })
  if (!quote) {
    return (
      <Notebox icon={crossing.recalledBy === null ? 'eye-slash' : 'arrow-counter-clockwise'}>
        <p>
          {crossing.recalledBy === null
            ? say('Something was brought in here. You cannot read it at its source, or it is gone from there.')
            : say('What was brought in here was taken back.')}
        </p>
        <p class="small">
          <a href={`/inside/crossings/${crossing.id}`}>{by('long')}</a>
        </p>
      </Notebox>
    )
  }
  const [people, company] = [await loadPeople(ctx, [quote.authorId]), await companyName(ctx)]
  const { realm } = quote.space
  return (
    <Post
      realm={realm}
      id="brought-in"
      author={authorOf(people.get(quote.authorId), ctx.viewer, company)}
      meta={<Time at={quote.writtenAt} now={ctx.now} form="long" />}
      audience={{
        realm,
        word: say.again(realmNames[realm]),
        who: say('{space}, shown as it is there now', { space: quote.space.title }),
      }}
      footer={
        <>
          <LinkButton href={quote.href} kind="quiet" size="s" icon="arrow-square-out">
            {quote.title ? <bdi>{quote.title}</bdi> : say('Open it where it stands')}
          </LinkButton>
          <LinkButton href={`/inside/crossings/${crossing.id}`} kind="quiet" size="s">
            {by('short')}
          </LinkButton>
        </>
      }
      html={(await bodyRenderer(ctx, quote.space))(quote.body)}
    />
  )
}

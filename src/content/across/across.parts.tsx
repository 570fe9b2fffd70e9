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
import { bodyRenderer } from '../files/files.ts'
import type { Thread, ThreadId } from '../threads/threads.ts'
import { type BroughtIn, type Crossed, crossedAt } from './across.ts'

/** Beside a public text, for employees alone: bring it in, link it, and where that was done. */
export async function acrossPanel(ctx: Ctx, threadId: ThreadId): Promise<ComponentChildren> {
  if (!isEmployee(ctx.viewer)) return null
  const { links, broughtTo } = await crossedAt(ctx, { kind: 'thread', id: threadId })
  return (
    <AsideSection title="Over the wall">
      <AudienceLine realm="inside" word="Inside" who="Only employees see this" />
      <p class="row tight mt2">
        <CrossingButton direction="in" href={`/inside/bring-in?thread=${threadId}`}>
          Bring in
        </CrossingButton>
        <LinkButton href={`/inside/link?from=${threadId}`} icon="link-simple">
          Link
        </LinkButton>
      </p>
      {broughtTo.length > 0 ? (
        <ul role="list" class="links mt2">
          {broughtTo.map(({ crossing, href }) => (
            <li>
              <a href={href}>Brought into {crossing.targetSpaceTitle ?? 'a space inside'}</a>
              <span>
                by {crossing.actedByName}, <Time at={crossing.happenedAt} now={ctx.now} form="short" />
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
  if (props.crossed.links.length === 0) return null
  return (
    <ul role="list" class="links mt2">
      {props.crossed.links.map(({ crossing, href, title, realm }) => (
        <li>
          <a href={href}>
            <RealmMark realm={realm} word={realmNames[realm]} /> {crossing.bytes}: {title}
          </a>
          <span>
            linked by {crossing.actedByName}, <Time at={crossing.happenedAt} now={props.now} form="short" />
          </span>
          <LinkButton
            href={`/inside/crossings/${crossing.id}`}
            kind="quiet"
            size="s"
            label={`Record of ${crossing.bytes}`}
          >
            Record
          </LinkButton>
        </li>
      ))}
    </ul>
  )
}

/** Under a discussion, for employees alone: what was brought in, what is linked, what left, and the way to do it. */
export async function threadPanel(ctx: Ctx, thread: Thread): Promise<ComponentChildren> {
  if (!isEmployee(ctx.viewer)) return null
  const crossed = await crossedAt(ctx, { kind: 'thread', id: thread.id })
  const mayPublish = (await mayPublishFrom(ctx, thread.spaceId)).allowed && !crossed.broughtIn
  return (
    <>
      {crossed.broughtIn ? await drawBrought(ctx, crossed.broughtIn) : null}
      {crossed.links.length + crossed.published.length > 0 ? (
        <Card title="Over the wall">
          <Links crossed={crossed} now={ctx.now} />
          <ul role="list" class="links mt2">
            {crossed.published.map((crossing) => (
              <li>
                <a href={`/inside/crossings/${crossing.id}`}>
                  {crossing.actedByName}, <Time at={crossing.happenedAt} now={ctx.now} form="long" />
                </a>
                <span>
                  <CrossingState crossing={crossing} /> {crossing.reason}
                </span>
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
      <p class="row tight">
        {mayPublish ? (
          <CrossingButton direction="out" href={`/inside/threads/${thread.id}/publish`}>
            Publish out
          </CrossingButton>
        ) : null}
        <LinkButton href={`/inside/link?from=${thread.id}`} icon="link-simple">
          Link with something outside
        </LinkButton>
      </p>
    </>
  )
}

async function drawBrought(ctx: Ctx, brought: BroughtIn): Promise<ComponentChildren> {
  const { crossing, quote } = brought
  const record = (
    <a href={`/inside/crossings/${crossing.id}`}>
      Brought in by {crossing.actedByName}, <Time at={crossing.happenedAt} now={ctx.now} form="long" />
    </a>
  )
  if (!quote) {
    return (
      <Notebox icon={crossing.recalledBy === null ? 'eye-slash' : 'arrow-counter-clockwise'}>
        <p>
          {crossing.recalledBy === null
            ? 'Something was brought in here. You cannot read it at its source, or it is gone from there.'
            : 'What was brought in here was taken back.'}
        </p>
        <p class="small">{record}</p>
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
      audience={{ realm, word: realmNames[realm], who: `${quote.space.title}, shown as it is there now` }}
      footer={
        <>
          <LinkButton href={quote.href} kind="quiet" size="s" icon="arrow-square-out">
            {quote.title || 'Open it where it stands'}
          </LinkButton>
          <LinkButton href={`/inside/crossings/${crossing.id}`} kind="quiet" size="s">
            Brought in by {crossing.actedByName}, <Time at={crossing.happenedAt} now={ctx.now} form="short" />
          </LinkButton>
        </>
      }
      html={(await bodyRenderer(ctx, quote.space))(quote.body)}
    />
  )
}

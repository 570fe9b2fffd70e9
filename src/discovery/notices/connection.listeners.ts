/** What members are told of connections: that somebody asks, and that somebody said yes. Nothing else that ends one. */
import { connectionAccepted, connectionAsked } from '../../people/connections/connections.events.ts'
import { standingWith } from '../../people/connections/connections.ts'
import { findPerson } from '../../people/accounts/accounts.ts'
import type { AccountViewer, Ctx } from '../../platform/context.ts'
import { type Listener, listen } from '../../platform/events.ts'
import { said } from '../../platform/languages/languages.ts'
import type { AccountId } from '../../platform/ids.ts'
import { defineNoticeKind } from './notice-kinds.ts'
import { notify } from './notices.ts'

const askedNotice = defineNoticeKind({
  name: 'connection-asked',
  about: 'people',
  label: said('Members who would like to connect with you'),
  realms: ['outside'],
  says: (actor) =>
    actor === undefined
      ? said('A member would like to connect with you')
      : said('{actor} would like to connect with you', { actor }),
  path: '/connections',
})

const acceptedNotice = defineNoticeKind({
  name: 'connection-accepted',
  about: 'people',
  label: said('Members who connect with you as you asked'),
  realms: ['outside'],
  says: (actor) =>
    actor === undefined
      ? said('A member is connected with you now')
      : said('{actor} is connected with you now', { actor }),
  path: '/connections',
})

export const connectionListeners: readonly Listener[] = [
  listen(connectionAsked, 'notices.connection-asked', async (ctx, { askedBy, askedOf }) => {
    // Taken back, answered, declined or blocked since: there is nothing to tell.
    const standing = await standingOf(ctx, askedOf, askedBy)
    if (standing?.tie !== 'asks-me') return
    await notify(ctx, {
      accountId: askedOf,
      kind: askedNotice,
      because: said('because you can say yes or no; whoever asked is not told of a no'),
      personId: askedBy,
      actorId: askedBy,
      occasion: String(standing.askedAt!.getTime()),
    })
  }),
  listen(connectionAccepted, 'notices.connection-accepted', async (ctx, { askedBy, acceptedBy }) => {
    const standing = await standingOf(ctx, askedBy, acceptedBy)
    if (standing?.tie !== 'connected') return
    await notify(ctx, {
      accountId: askedBy,
      kind: acceptedNotice,
      because: said('because you asked'),
      personId: acceptedBy,
      actorId: acceptedBy,
      occasion: String(standing.acceptedAt!.getTime()),
    })
  }),
]

/** How `of` stands to somebody, as `of` may know it. */
async function standingOf(ctx: Ctx, of: AccountId, to: AccountId) {
  const person = await findPerson(ctx, of)
  if (!person || person.realm !== 'outside' || person.state !== 'active') return undefined
  const viewer: AccountViewer = { kind: 'account', id: of, realm: 'outside', name: person.displayName, offices: [] }
  return standingWith(ctx.as(viewer), to)
}

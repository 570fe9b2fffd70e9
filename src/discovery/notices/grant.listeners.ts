/** Who is named in a grant is told what they may do now. A group or a place is not: a right given so stands on the page of the space. */
import { loadPeople } from '../../people/accounts/accounts.ts'
import { unlessGone } from '../../platform/errors.ts'
import { type Listener, listen } from '../../platform/events.ts'
import { said } from '../../platform/languages/languages.ts'
import { grantGiven } from '../../realms/grants/grants.events.ts'
import { type GrantedRight, getGrant } from '../../realms/grants/grants.ts'
import { defineNoticeKind } from './notice-kinds.ts'
import { notify } from './notices.ts'

const says: Readonly<Record<GrantedRight, string>> = {
  read: said('You may read here now'),
  write: said('You may read and write here now'),
  moderate: said('You may moderate here now'),
  manage: said('You look after this space now'),
  'publish-out': said('You may publish out of this space now'),
}

const grantNotice = defineNoticeKind({
  name: 'grant-given',
  about: 'work',
  label: said('Rights that you are given by name'),
  realms: ['inside'],
  says: (_actor, occasion) => says[occasion.split(' ')[1] as GrantedRight] ?? says.read,
})

export const grantListeners: readonly Listener[] = [
  listen(grantGiven, 'notices.tell-of-right', async (ctx, { grantId }) => {
    const grant = await unlessGone(getGrant(ctx, grantId))
    if (!grant) return
    const { accountId, givenBy, lapsesAt } = grant
    if (accountId === null || grant.endedAt || (lapsesAt && lapsesAt <= ctx.now)) return
    const giver = givenBy === null ? 'Tango' : ((await loadPeople(ctx, [givenBy])).get(givenBy)?.displayName ?? '')
    // A grant holds up to the moment after its last day.
    const last = lapsesAt && { day: new Date(lapsesAt.getTime() - 1).toISOString().slice(0, 10) }
    await notify(ctx, {
      accountId,
      kind: grantNotice,
      because: last
        ? said('because {giver} gave you this right by name until {day}', { giver, day: last })
        : said('because {giver} gave you this right by name', { giver }),
      spaceId: grant.spaceId,
      occasion: `${grantId} ${grant.rightGiven}`,
      ...(givenBy !== null && { actorId: givenBy }),
    })
  }),
]

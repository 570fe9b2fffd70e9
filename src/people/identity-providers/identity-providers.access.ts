import type { Realm, Viewer } from '../../platform/context.ts'
import { said } from '../../platform/languages/languages.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'

/** Whether somebody decides which providers open which doors: the owner. For everybody else there is no such page. */
export function mayKeepProviders(viewer: Viewer): AccessVerdict {
  if (viewer.kind === 'system') return yes(said('This is done by Tango itself.'))
  if (viewer.kind === 'account' && viewer.realm === 'inside' && viewer.offices.includes('owner'))
    return yes(said('You own this installation.'))
  return no('identity-providers.owner-only', said('Who may sign in with what is decided by the owner.'))
}

/** Whether a provider opens a door on this side, for anybody. */
export function opensDoor(
  provider: { isOn: boolean; forInside: boolean; forOutside: boolean },
  realm: Realm,
): AccessVerdict {
  const opens = realm === 'inside' ? provider.forInside : realm === 'outside' && provider.forOutside
  if (!provider.isOn || !opens)
    return no('identity-providers.closed', said('This provider does not open this door. Choose another way in.'))
  return yes(said('The owner opened this door to it.'))
}

/**
 * Whether an account inside is made for somebody whom nobody invited: only where the owner chose so, and only for a
 * proved address of a domain that the provider speaks for.
 */
export function mayProvision(
  provider: { makesAccounts: boolean; domains: readonly string[] },
  found: { email: string | null; emailProved: boolean },
): AccessVerdict {
  const domain = found.email?.split('@')[1]
  if (!provider.makesAccounts)
    return no('identity-providers.invited-only', said('There is no account inside for you yet. Ask to be invited.'))
  if (!found.emailProved || domain === undefined || !provider.domains.includes(domain))
    return no('identity-providers.other-domain', said('Your address is not one of this company. Ask to be invited.'))
  return yes(said('The company lets everyone of its directory in.'))
}

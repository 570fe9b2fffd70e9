import type { ProfilePage, WithContext } from 'schema-dts'
import { plainText } from '../../platform/text/markdown.ts'
import { type MemberField, type PersonProfile, personPath } from '../accounts/accounts.ts'
import type { ShownField } from './fields.ts'

/** A member as schema.org/ProfilePage: from the fields that this reader may see, and no others. `site`: the public address. */
export function profilePage(
  person: PersonProfile,
  fields: readonly ShownField[],
  site: string,
): WithContext<ProfilePage> {
  const value = (field: MemberField) => fields.find((one) => one.field === field)?.value
  const [about, organisation, place, website] = [
    value('about'),
    value('organisation'),
    value('place'),
    value('website'),
  ]
  return {
    '@context': 'https://schema.org',
    '@type': 'ProfilePage',
    dateCreated: person.createdAt.toISOString(),
    mainEntity: {
      '@type': 'Person',
      name: person.displayName,
      identifier: String(person.id),
      url: site + personPath(person),
      ...(about && { description: plainText(about) }),
      ...(organisation && { affiliation: { '@type': 'Organization', name: organisation } }),
      ...(place && { homeLocation: { '@type': 'Place', name: place } }),
      ...(website && { sameAs: website }),
    },
  }
}

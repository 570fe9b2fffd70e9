import type { PageOf } from '../../platform/cursor.ts'
import type { Realm } from '../../platform/context.ts'
import { type Say, said } from '../../platform/languages/languages.ts'
import { renderMarkdown } from '../../platform/text/markdown.ts'
import { Card } from '../../ui/surface.tsx'
import { Facts } from '../../ui/table.tsx'
import { Text } from '../../ui/text.tsx'
import { useWords } from '../../ui/words.tsx'
import { type MemberField, type PersonCard, personPath } from '../accounts/accounts.ts'
import type { ShownField } from './fields.ts'

export const fieldWords: Readonly<Record<MemberField, string>> = {
  about: said('About'),
  organisation: said('Organisation'),
  place: said('Place | where somebody lives'),
  website: said('Website'),
  email: said('Mail address'),
  phone: said('Phone'),
  connections: said('Knows'),
}

/** The text that somebody wrote about themselves. */
export function About(props: { about: string; realm: Realm }) {
  return <Text realm={props.realm} html={renderMarkdown(props.about)} />
}

/** The short fields of a member as facts; nothing when none can be seen. */
export function shortFacts(say: Say, fields: readonly ShownField[]) {
  return fields.flatMap(({ field, value }) => {
    if (field === 'about' || field === 'connections') return []
    return [{ term: say.again(fieldWords[field]), detail: detailOf(field, value) }]
  })
}

function detailOf(field: MemberField, value: string) {
  if (field === 'website') {
    return (
      <a href={value} rel="nofollow ugc noopener">
        {value.replace(/^https?:\/\//, '').replace(/\/$/, '')}
      </a>
    )
  }
  if (field === 'email') return <a href={`mailto:${value}`}>{value}</a>
  if (field === 'phone') return <a href={`tel:${value.replace(/[^+0-9]/g, '')}`}>{value}</a>
  return <bdi>{value}</bdi>
}

/** Whom a member knows, as far as this reader may see it; nothing when that is nobody. */
export function Known(props: { known: PageOf<PersonCard>; more?: string }) {
  const say = useWords()
  const { items, next } = props.known
  if (items.length === 0) return null
  return (
    <Card title={say.again(fieldWords.connections)}>
      <ul role="list" class="row">
        {items.map((person) => (
          <li>
            <a href={personPath(person)}>
              <bdi>{person.displayName}</bdi>
            </a>
          </li>
        ))}
      </ul>
      {next !== undefined && props.more !== undefined ? (
        <a href={`${props.more}?known=${next}`}>{say('More')}</a>
      ) : null}
    </Card>
  )
}

/** What a member shows all in one piece: for looking at oneself with somebody else's eyes. */
export function MemberFields(props: { fields: readonly ShownField[]; known: PageOf<PersonCard> }) {
  const about = props.fields.find((field) => field.field === 'about')
  const facts = shortFacts(useWords(), props.fields)
  return (
    <>
      {about ? <About about={about.value} realm="outside" /> : null}
      {facts.length > 0 ? <Facts facts={facts} /> : null}
      <Known known={props.known} />
    </>
  )
}

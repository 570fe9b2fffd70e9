import { renderMarkdown } from '../../platform/text/markdown.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Office } from '../../ui/badge.tsx'
import { LinkButton } from '../../ui/button.tsx'
import { PageHead } from '../../ui/page.tsx'
import { RealmChip } from '../../ui/realm.tsx'
import { Card, Empty } from '../../ui/surface.tsx'
import { Facts } from '../../ui/table.tsx'
import { Text } from '../../ui/text.tsx'
import { Time } from '../../ui/time.tsx'
import type { PersonProfile } from '../accounts/accounts.ts'
import { officeWords } from '../offices/offices.ts'
import { realmWords, standing, whoIs } from './profiles.parts.tsx'

/** One face of a person, on its own side. */
export function PersonPage(props: { person: PersonProfile; company: string; isSelf: boolean; now: Date }) {
  const { person, company } = props
  return (
    <>
      <PageHead
        voice={person.realm === 'outside'}
        crumbs={
          <div class="row">
            <Avatar id={String(person.id)} name={person.displayName} who={whoIs(person)} size="xl" />
            <RealmChip realm={person.realm}>{realmWords[person.realm]}</RealmChip>
          </div>
        }
        title={person.displayName}
        intro={standing(person, company)}
        actions={
          props.isSelf ? (
            <LinkButton href="/settings" icon="pencil-simple-line">
              Edit your profile
            </LinkButton>
          ) : undefined
        }
      />
      <div class="stack">
        {person.offices.length > 0 ? (
          <p class="row">
            {person.offices.map((office) => (
              <Office>{officeWords[office].name}</Office>
            ))}
          </p>
        ) : null}
        {person.about ? (
          <Text realm={person.realm} html={renderMarkdown(person.about)} />
        ) : (
          <Empty
            title={props.isSelf ? 'You have not written about yourself yet' : 'Nothing written about themselves yet'}
            realm={person.realm}
          />
        )}
        <Card title="At a glance">
          <Facts
            facts={[
              {
                term: person.state === 'unclaimed' ? 'Wrote since' : 'Here since',
                detail: <Time at={person.createdAt} now={props.now} />,
              },
              ...(person.state === 'unclaimed'
                ? [{ term: 'Account', detail: 'Brought along from an earlier place, not claimed yet' }]
                : []),
            ]}
          />
        </Card>
      </div>
    </>
  )
}

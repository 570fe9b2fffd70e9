import type { Realm } from '../../platform/context.ts'
import type { Say } from '../../platform/languages/languages.ts'
import { SettingsPage } from '../../people/profiles/profiles.parts.tsx'
import { ActionButton, Button } from '../../ui/button.tsx'
import { Input } from '../../ui/field.tsx'
import { Notebox } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { useWords } from '../../ui/words.tsx'
import type { PersonalFeed } from './personal-feeds.ts'

/** The secret addresses at which somebody reads in a feed reader, each made and ended here. */
export function FeedsPage(props: {
  feeds: readonly PersonalFeed[]
  realm: Realm
  now: Date
  /** An address that was made just now: it is shown this once. */
  made?: string
  ended: boolean
}) {
  const say = useWords()
  return (
    <SettingsPage
      tab="feeds"
      outside={props.realm === 'outside'}
      intro={say(
        'Read in a feed reader what only you may read. Each address is a key: whoever has it reads with your rights.',
      )}
    >
      <div class="stack">
        {props.made ? <Made address={props.made} /> : null}
        {props.ended ? (
          <Notebox tone="ok" icon="check-circle" role="status">
            {say('Ended. Whoever reads at that address finds nothing from now on.')}
          </Notebox>
        ) : null}
        <Table
          caption={say('Your feeds')}
          columns={[{ label: say('Feed') }, { label: say('Address | of a feed') }]}
          rows={props.feeds.map((feed) => rowOf(say, feed, props.now))}
        />
        <p class="small muted">
          {say(
            'Every fetch asks what you may read now. An address ends with your account, and a feed with your right to read. Public spaces have feeds for everybody, on their pages.',
          )}
        </p>
      </div>
    </SettingsPage>
  )
}

function Made(props: { address: string }) {
  const say = useWords()
  return (
    <Notebox tone="ok" icon="check-circle" role="status">
      <Input
        name="address"
        label={say('Your new address')}
        hint={say('Copy it into your feed reader now. It is not kept here and not shown again.')}
        value={props.address}
        readonly
      />
    </Notebox>
  )
}

function rowOf(say: Say, feed: PersonalFeed, now: Date) {
  const { space, address } = feed
  const name = space?.title ?? say('Your notices')
  return [
    <>
      <a href={space ? `/s/${space.slug}` : '/notices'}>{space ? <bdi>{name}</bdi> : name}</a>
      <br />
      <span class="small muted">{address ? madeWords(say, address, now) : say('No address yet')}</span>
    </>,
    <span class="row">
      {/* Its answer is a page that is shown once, which Turbo would not take. */}
      <form method="post" action="/settings/feeds" class="inline" data-turbo="false">
        {space ? <input type="hidden" name="space" value={String(space.id)} /> : null}
        <Button
          size="s"
          label={address ? say('Make a new one for {name}', { name }) : say('Make an address for {name}', { name })}
        >
          {address ? say('Make a new one') : say('Make an address')}
        </Button>
      </form>
      {address ? (
        <ActionButton
          action={`/settings/feeds/${address.id}/end`}
          size="s"
          label={say('End it: the address of {name}', { name })}
        >
          {say('End it')}
        </ActionButton>
      ) : null}
    </span>,
  ]
}

function madeWords(say: Say, address: NonNullable<PersonalFeed['address']>, now: Date) {
  const made = <Time at={address.madeAt} now={now} />
  return address.readAt
    ? say.with('Made {made}, last read {read}', { made, read: <Time at={address.readAt} now={now} /> })
    : say.with('Made {made}, never read', { made })
}

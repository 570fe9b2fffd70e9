import type { FormState } from '../../platform/http/form.ts'
import { ownLanguages } from '../../platform/languages/languages.ts'
import { ActionButton, Button } from '../../ui/button.tsx'
import { ErrorSummary, Input, Select } from '../../ui/field.tsx'
import { Columns, PageHead } from '../../ui/page.tsx'
import { RealmChip } from '../../ui/realm.tsx'
import { Card, Notebox } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { useWords } from '../../ui/words.tsx'
import type { OpenInvitation } from './invitations.ts'

/** Inviting a colleague inside, or a guest into one room, and the invitations that are still open. */
export function InvitePage(props: {
  company: string
  places: { inside: boolean; rooms: readonly { id: number; title: string }[] }
  /** Colleagues who could answer for a guest, with the rooms that they are in. */
  sponsors: readonly { id: number; displayName: string; rooms: readonly string[] }[]
  open: readonly OpenInvitation[]
  /** Somebody was invited just now. */
  sent: boolean
  now: Date
  form: FormState
}) {
  const say = useWords()
  const { company, places, form } = props
  const { values, errors } = form
  const options = [
    ...(places.inside ? [{ value: 'inside', label: say('Inside, as a colleague at {company}', { company }) }] : []),
    ...places.rooms.map(({ id, title }) => ({
      value: String(id),
      label: say('Bridge, as a guest in {room}', { room: title }),
    })),
  ]
  return (
    <>
      <PageHead
        title={say('Invite')}
        intro={say(
          'The link in the mail works once, for 14 days. Whoever has it comes in: it goes to the address and nowhere else.',
        )}
      />
      {props.sent ? (
        <Notebox tone="ok" icon="check-circle" role="status">
          {say('The invitation is on its way.')}
        </Notebox>
      ) : null}
      <ErrorSummary title={say('Nobody is invited yet')} errors={errors} />
      <Columns
        asideLabel={say('What they will see')}
        aside={
          <Card title={say('What they will see')}>
            <p>
              {say(
                'A colleague sees every space that is open inside, and everything outside. A guest sees the one room and who is in it, as long as somebody answers for them: 90 days, and longer when it is renewed.',
              )}
            </p>
          </Card>
        }
      >
        <form method="post" action="/inside/people/invite" class="stack">
          <Select name="place" label={say('Where to')} options={options} value={values.place} error={errors.place} />
          <Input
            name="displayName"
            label={say('Name')}
            required
            maxlength={120}
            value={values.displayName}
            error={errors.displayName}
          />
          <Input
            name="email"
            type="email"
            label={say('Mail address')}
            required
            value={values.email}
            error={errors.email}
          />
          <Input
            name="organisation"
            label={say('Company of a guest')}
            hint={say('It stands beside their name. Leave it empty for colleagues.')}
            maxlength={120}
            value={values.organisation}
            error={errors.organisation}
          />
          {props.sponsors.length > 0 ? (
            <Select
              name="sponsor"
              label={say('Who answers for the guest')}
              hint={say('For 90 days, and longer when they renew it. Leave it as it is for colleagues.')}
              options={[
                { value: '', label: say('You') },
                ...props.sponsors.map((one) => ({
                  value: String(one.id),
                  label: `${one.displayName} (${one.rooms.join(', ')})`,
                })),
              ]}
              value={values.sponsor}
              error={errors.sponsor}
            />
          ) : null}
          {ownLanguages.all.length > 1 ? (
            <Select
              name="language"
              label={say('Language of the mail')}
              hint={say('A guest who has an account gets it in the language that they chose.')}
              options={ownLanguages.all.map(({ tag, name }) => ({ value: tag, label: name }))}
              value={values.language ?? say.language}
              error={errors.language}
            />
          ) : null}
          <div>
            <Button kind="primary" icon="paper-plane-tilt">
              {say('Send the invitation')}
            </Button>
          </div>
        </form>
        <OpenInvitations {...props} />
      </Columns>
    </>
  )
}

function OpenInvitations(props: { open: readonly OpenInvitation[]; now: Date }) {
  const say = useWords()
  return (
    <Card title={say('Still open')}>
      {props.open.length === 0 ? (
        <p class="soft">{say('No invitation is open.')}</p>
      ) : (
        <Table
          caption={say('Open invitations')}
          columns={[
            { label: say('Who') },
            { label: say('Where to') },
            { label: say('Sent | when something was sent') },
            { label: say('Until') },
            { label: say('Take back') },
          ]}
          rows={props.open.map((one) => [
            <>
              <bdi>{one.displayName}</bdi>
              <br />
              <span class="small muted">{one.email}</span>
            </>,
            <RealmChip realm={one.realm}>{one.spaceTitle ? <bdi>{one.spaceTitle}</bdi> : say('Inside')}</RealmChip>,
            <SentBy one={one} now={props.now} />,
            <Time at={one.expiresAt} now={props.now} />,
            <ActionButton
              action={`/inside/people/invite/${one.id}/withdraw`}
              size="s"
              label={say('Withdraw the invitation of {name}', { name: one.displayName })}
            >
              {say('Withdraw')}
            </ActionButton>,
          ])}
        />
      )}
    </Card>
  )
}

function SentBy(props: { one: OpenInvitation; now: Date }) {
  const say = useWords()
  const { inviterName: name, sponsorName: sponsor, ...one } = props.one
  const when = <Time at={one.createdAt} now={props.now} />
  return sponsor && one.sponsorId !== one.invitedBy ? (
    <>{say.with('{when} by {name}; {sponsor} answers', { when, name, sponsor })}</>
  ) : (
    <>{say.with('{when} by {name}', { when, name })}</>
  )
}

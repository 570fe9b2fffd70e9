import type { FormState } from '../../platform/http/form.ts'
import { ActionButton, Button } from '../../ui/button.tsx'
import { ErrorSummary, Input, Select } from '../../ui/field.tsx'
import { Columns, PageHead } from '../../ui/page.tsx'
import { RealmChip } from '../../ui/realm.tsx'
import { Card, Notebox } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
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
  const { company, places, form } = props
  const { values, errors } = form
  const options = [
    ...(places.inside ? [{ value: 'inside', label: `Inside, as a colleague at ${company}` }] : []),
    ...places.rooms.map((room) => ({ value: String(room.id), label: `Bridge, as a guest in ${room.title}` })),
  ]
  return (
    <>
      <PageHead
        title="Invite"
        intro="The link in the mail works once, for 14 days. Whoever has it comes in: it goes to the address and nowhere else."
      />
      {props.sent ? (
        <Notebox tone="ok" icon="check-circle" role="status">
          The invitation is on its way.
        </Notebox>
      ) : null}
      <ErrorSummary title="Nobody is invited yet" errors={errors} />
      <Columns
        asideLabel="What they will see"
        aside={
          <Card title="What they will see">
            <p>
              A colleague sees every space that is open inside, and everything outside. A guest sees the one room and
              who is in it, as long as somebody answers for them: 90 days, and longer when it is renewed.
            </p>
          </Card>
        }
      >
        <form method="post" action="/inside/people/invite" class="stack">
          <Select name="place" label="Where to" options={options} value={values.place} error={errors.place} />
          <Input
            name="displayName"
            label="Name"
            required
            maxlength={120}
            value={values.displayName}
            error={errors.displayName}
          />
          <Input name="email" type="email" label="Mail address" required value={values.email} error={errors.email} />
          <Input
            name="organisation"
            label="Company of a guest"
            hint="It stands beside their name. Leave it empty for colleagues."
            maxlength={120}
            value={values.organisation}
            error={errors.organisation}
          />
          {props.sponsors.length > 0 ? (
            <Select
              name="sponsor"
              label="Who answers for the guest"
              hint="For 90 days, and longer when they renew it. Leave it as it is for colleagues."
              options={[
                { value: '', label: 'You' },
                ...props.sponsors.map((one) => ({
                  value: String(one.id),
                  label: `${one.displayName} (${one.rooms.join(', ')})`,
                })),
              ]}
              value={values.sponsor}
              error={errors.sponsor}
            />
          ) : null}
          <div>
            <Button kind="primary" icon="paper-plane-tilt">
              Send the invitation
            </Button>
          </div>
        </form>
        <OpenInvitations {...props} />
      </Columns>
    </>
  )
}

function OpenInvitations(props: { open: readonly OpenInvitation[]; now: Date }) {
  return (
    <Card title="Still open">
      {props.open.length === 0 ? (
        <p class="soft">No invitation is open.</p>
      ) : (
        <Table
          caption="Open invitations"
          columns={[
            { label: 'Who' },
            { label: 'Where to' },
            { label: 'Sent' },
            { label: 'Until' },
            { label: 'Take back' },
          ]}
          rows={props.open.map((one) => [
            <>
              {one.displayName}
              <br />
              <span class="small muted">{one.email}</span>
            </>,
            <RealmChip realm={one.realm}>{one.spaceTitle ?? 'Inside'}</RealmChip>,
            <>
              <Time at={one.createdAt} now={props.now} /> by {one.inviterName}
              {one.sponsorName && one.sponsorId !== one.invitedBy ? <>; {one.sponsorName} answers</> : null}
            </>,
            <Time at={one.expiresAt} now={props.now} />,
            <ActionButton
              action={`/inside/people/invite/${one.id}/withdraw`}
              size="s"
              label={`Withdraw the invitation of ${one.displayName}`}
            >
              Withdraw
            </ActionButton>,
          ])}
        />
      )}
    </Card>
  )
}

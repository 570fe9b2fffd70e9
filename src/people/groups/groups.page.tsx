import type { FormState } from '../../platform/http/form.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorSummary } from '../../ui/field.tsx'
import { PageHead, Pages } from '../../ui/page.tsx'
import { Card, Empty } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { Segmented } from '../../ui/tabs.tsx'
import type { Group } from './groups.ts'
import { GroupFields, kindWords } from './groups.parts.tsx'

/** Every group that stands, or every one that has ended, and making a new one. */
export function GroupsPage(props: {
  groups: readonly Group[]
  ended: boolean
  next: string | undefined
  form: FormState
}) {
  const { groups, ended, form } = props
  const path = ended ? '/inside/groups?show=ended' : '/inside/groups'
  return (
    <>
      <PageHead
        title="Groups"
        intro="People who stand together beside the lines of the organisation. What is granted to a group, all who are in it have."
      />
      <div class="stack">
        <Segmented
          label="Which groups"
          segments={[
            { href: '/inside/groups', label: 'Standing', current: !ended },
            { href: '/inside/groups?show=ended', label: 'Ended', current: ended },
          ]}
        />
        {groups.length === 0 ? (
          <Empty title={ended ? 'No group has ended' : 'No group yet'} realm="inside">
            {ended ? null : 'Make the first one below: you lead it, and you choose who is in it.'}
          </Empty>
        ) : (
          <Table
            caption="Groups"
            columns={[{ label: 'Group' }, { label: 'Kind' }, { label: 'People', numeric: true }]}
            rows={groups.map((group) => [
              <>
                <a href={`/inside/groups/${group.slug}`}>{group.title}</a>
                {group.purpose ? (
                  <>
                    <br />
                    <span class="small muted">{group.purpose}</span>
                  </>
                ) : null}
              </>,
              kindWords[group.kind],
              group.members,
            ])}
          />
        )}
        <Pages
          label="More groups"
          older={
            props.next === undefined
              ? undefined
              : { href: `${path}${ended ? '&' : '?'}after=${props.next}`, label: 'Next' }
          }
        />
        {ended ? null : (
          <Card title="Make a group">
            <ErrorSummary title="No group is made yet" errors={form.errors} />
            <form method="post" action="/inside/groups" class="stack">
              <GroupFields form={form} values={form.values} isNew />
              <div>
                <Button kind="primary">Make the group</Button>
              </div>
            </form>
          </Card>
        )}
      </div>
    </>
  )
}

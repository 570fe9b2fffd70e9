import type { FormState } from '../../platform/http/form.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorSummary } from '../../ui/field.tsx'
import { PageHead, Pages } from '../../ui/page.tsx'
import { Card, Empty } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { Segmented } from '../../ui/tabs.tsx'
import { useWords } from '../../ui/words.tsx'
import type { Group } from './groups.ts'
import { GroupFields, kindWords } from './groups.parts.tsx'

/** Every group that stands, or every one that has ended, and making a new one. */
export function GroupsPage(props: {
  groups: readonly Group[]
  ended: boolean
  next: string | undefined
  form: FormState
}) {
  const say = useWords()
  const { groups, ended, form } = props
  const path = ended ? '/inside/groups?show=ended' : '/inside/groups'
  return (
    <>
      <PageHead
        title={say('Groups')}
        intro={say(
          'People who stand together beside the lines of the organisation. What is granted to a group, all who are in it have.',
        )}
      />
      <div class="stack">
        <Segmented
          label={say('Which groups')}
          segments={[
            { href: '/inside/groups', label: say('Standing | groups that have not ended'), current: !ended },
            { href: '/inside/groups?show=ended', label: say('Ended'), current: ended },
          ]}
        />
        {groups.length === 0 ? (
          <Empty title={ended ? say('No group has ended') : say('No group yet')} realm="inside">
            {ended ? null : say('Make the first one below: you lead it, and you choose who is in it.')}
          </Empty>
        ) : (
          <Table
            caption={say('Groups')}
            columns={[
              { label: say('Group') },
              { label: say('Kind | of a group') },
              { label: say('People'), numeric: true },
            ]}
            rows={groups.map((group) => [
              <>
                <a dir="auto" href={`/inside/groups/${group.slug}`}>
                  {group.title}
                </a>
                {group.purpose ? (
                  <>
                    <br />
                    <span class="small muted" dir="auto">
                      {group.purpose}
                    </span>
                  </>
                ) : null}
              </>,
              say.again(kindWords[group.kind]),
              say.number(group.members),
            ])}
          />
        )}
        <Pages
          label={say('More groups')}
          older={
            props.next === undefined
              ? undefined
              : { href: `${path}${ended ? '&' : '?'}after=${props.next}`, label: say('Next') }
          }
        />
        {ended ? null : (
          <Card title={say('Make a group')}>
            <ErrorSummary title={say('No group is made yet')} errors={form.errors} />
            <form method="post" action="/inside/groups" class="stack">
              <GroupFields form={form} values={form.values} isNew />
              <div>
                <Button kind="primary">{say('Make the group')}</Button>
              </div>
            </form>
          </Card>
        )}
      </div>
    </>
  )
}

import { Crumbs, PageHead, Pages } from '../../ui/page.tsx'
import { Empty } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { threadAddress } from '../threads/threads.ts'
import { type AnsweredBefore, answeredDays } from './look-before.ts'

/** How often looking before asking helped in a space, for those who look after it. */
export function AnsweredBeforePage(props: { report: AnsweredBefore; later: boolean }) {
  const { space, weeks, threads } = props.report
  const path = `/s/${space.slug}/answered-before`
  return (
    <>
      <Crumbs
        label="You are here"
        crumbs={[{ label: space.title, href: `/s/${space.slug}` }, { label: 'Answered before asking' }]}
      />
      <PageHead
        title="Answered before asking"
        intro="How often somebody who was about to ask found the answer first. Who it was is shown nowhere, and what they typed is not kept."
      />
      <div class="stack">
        <Table
          caption="Week by week"
          showCaption
          columns={[
            { label: 'Week from' },
            { label: 'Answered before', numeric: true },
            { label: 'Posted', numeric: true },
          ]}
          rows={weeks.map((week) => [week.week, week.answered, week.asked])}
        />
        {threads.items.length === 0 ? (
          <Empty title={`No question was answered before it was asked in ${answeredDays} days`} realm="outside" />
        ) : (
          <Table
            caption={`What answered most often, ${answeredDays} days`}
            showCaption
            columns={[{ label: 'Thread' }, { label: 'Times', numeric: true }]}
            rows={threads.items.map(({ thread, count }) => [<a href={threadAddress(thread)}>{thread.title}</a>, count])}
          />
        )}
        <Pages
          label="More threads"
          {...(props.later && { newer: { href: path, label: 'First' } })}
          {...(threads.next && { older: { href: `${path}?after=${threads.next}`, label: 'Next' } })}
        />
      </div>
    </>
  )
}

import { Crumbs, PageHead, Pages } from '../../ui/page.tsx'
import { Empty } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { useWords } from '../../ui/words.tsx'
import { threadAddress } from '../threads/threads.ts'
import { type AnsweredBefore, answeredDays } from './look-before.ts'

/** How often looking before asking helped in a space, for those who look after it. */
export function AnsweredBeforePage(props: { report: AnsweredBefore; later: boolean }) {
  const say = useWords()
  const { space, weeks, threads } = props.report
  const path = `/s/${space.slug}/answered-before`
  return (
    <>
      <Crumbs
        label={say('You are here')}
        crumbs={[{ label: space.title, href: `/s/${space.slug}` }, { label: say('Answered before asking') }]}
      />
      <PageHead
        title={say('Answered before asking')}
        intro={say(
          'How often somebody who was about to ask found the answer first. Who it was is shown nowhere, and what they typed is not kept.',
        )}
      />
      <div class="stack">
        <Table
          caption={say('Week by week')}
          showCaption
          columns={[
            { label: say('Week from') },
            { label: say('Answered before'), numeric: true },
            { label: say('Posted'), numeric: true },
          ]}
          rows={weeks.map((week) => [week.week, week.answered, week.asked])}
        />
        {threads.items.length === 0 ? (
          <Empty
            title={say('No question was answered before it was asked in {number} days', { number: answeredDays })}
            realm="outside"
          />
        ) : (
          <Table
            caption={say('What answered most often, {number} days', { number: answeredDays })}
            showCaption
            columns={[{ label: say('Thread') }, { label: say('Times'), numeric: true }]}
            rows={threads.items.map(({ thread, count }) => [
              <a href={threadAddress(thread)} dir="auto">
                {thread.title}
              </a>,
              count,
            ])}
          />
        )}
        <Pages
          label={say('More threads')}
          {...(props.later && { newer: { href: path, label: say('First') } })}
          {...(threads.next && { older: { href: `${path}?after=${threads.next}`, label: say('Next') } })}
        />
      </div>
    </>
  )
}

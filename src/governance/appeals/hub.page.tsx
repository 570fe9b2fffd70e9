import { excerpt } from '../../platform/text/markdown.ts'
import { Crumbs, PageHead } from '../../ui/page.tsx'
import { Card, Empty } from '../../ui/surface.tsx'
import { LinkList, Rows } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { SideTabs, measureNames, sideNames } from '../moderation/moderation.parts.tsx'
import type { Side } from '../moderation/moderation.ts'
import type { Statement } from './appeals.ts'

/** What of moderation this person has to do: the queues of their sides, and the appeals that they may hear. */
export function HubPage(props: {
  sides: readonly { side: Side; open: number }[]
  toHear: readonly Statement[]
  now: Date
}) {
  return (
    <>
      <PageHead title="Moderation" intro="Every decision says why, and somebody else hears the appeal." />
      <div class="stack thread-column">
        {props.sides.length > 0 ? (
          <Card title="What waits">
            <LinkList
              links={props.sides.map(({ side, open }) => ({
                href: `/moderation/${side}`,
                label: `${sideNames[side]}: ${open === 0 ? 'nothing waits' : `${open} ${open === 1 ? 'text' : 'texts'}`}`,
                note: 'Flags, and what a check holds',
              }))}
            />
          </Card>
        ) : null}
        <Card title="Appeals for you to hear">
          <Appeals toHear={props.toHear} now={props.now} />
        </Card>
        <p>
          <a href="/about/moderation">What was decided in the last twelve months, in numbers</a>
        </p>
      </div>
    </>
  )
}

/** The appeals of one side that this moderator may hear. */
export function AppealsPage(props: { side: Side; toHear: readonly Statement[]; now: Date }) {
  const { side } = props
  return (
    <>
      <PageHead
        title={`Appeals ${side}`}
        intro="Only those stand here that you may hear: never about a decision of yours, a text of yours, or what you flagged."
        crumbs={
          <Crumbs
            label="You are here"
            crumbs={[
              { label: 'Moderation', href: '/moderation' },
              { label: sideNames[side], href: `/moderation/${side}` },
              { label: 'Appeals' },
            ]}
          />
        }
      />
      <SideTabs side={side} current="appeals" />
      <div class="stack mt4">
        <Appeals toHear={props.toHear} now={props.now} />
      </div>
    </>
  )
}

function Appeals(props: { toHear: readonly Statement[]; now: Date }) {
  if (props.toHear.length === 0)
    return (
      <Empty title="No appeal waits for you">
        <p>When somebody contests a decision that is not yours, it comes here.</p>
      </Empty>
    )
  return (
    <Rows
      items={props.toHear.map(({ measure, appeal }) => ({
        href: `/moderation/statements/${measure.id}#contest`,
        children: (
          <span class="stack-s">
            <b>
              {measureNames[measure.measure]}: {measure.shownTitle || excerpt(measure.shownBody, 60)}
            </b>
            <span class="soft">{excerpt(appeal!.words, 160)}</span>
            <span class="small muted">
              Contested <Time at={appeal!.madeAt} now={props.now} />
            </span>
          </span>
        ),
      }))}
    />
  )
}

import { said } from '../../platform/languages/languages.ts'
import { excerpt } from '../../platform/text/markdown.ts'
import { Crumbs, PageHead } from '../../ui/page.tsx'
import { Card, Empty } from '../../ui/surface.tsx'
import { LinkList, Rows } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { useWords } from '../../ui/words.tsx'
import { SideTabs, measureNames, sideNames } from '../moderation/moderation.parts.tsx'
import type { Side } from '../moderation/moderation.ts'
import type { Statement } from './appeals.ts'

/** What the appeals of one side are called together. */
export const appealsNames: Readonly<Record<Side, string>> = {
  outside: said('Appeals outside'),
  inside: said('Appeals inside'),
}

/** What of moderation this person has to do: the queues of their sides, and the appeals that they may hear. */
export function HubPage(props: {
  sides: readonly { side: Side; open: number }[]
  toHear: readonly Statement[]
  now: Date
}) {
  const say = useWords()
  return (
    <>
      <PageHead title={say('Moderation')} intro={say('Every decision says why, and somebody else hears the appeal.')} />
      <div class="stack thread-column">
        {props.sides.length > 0 ? (
          <Card title={say('What waits')}>
            <LinkList
              links={props.sides.map(({ side, open }) => ({
                href: `/moderation/${side}`,
                label:
                  open === 0
                    ? say('{side}: nothing waits', { side: say.again(sideNames[side]) })
                    : say('{side}: {count} texts', { side: say.again(sideNames[side]), count: open }),
                note: say('Flags, and what a check holds'),
              }))}
            />
          </Card>
        ) : null}
        <Card title={say('Appeals for you to hear')}>
          <Appeals toHear={props.toHear} now={props.now} />
        </Card>
        <p>
          <a href="/about/moderation">{say('What was decided in the last twelve months, in numbers')}</a>
        </p>
      </div>
    </>
  )
}

/** The appeals of one side that this moderator may hear. */
export function AppealsPage(props: { side: Side; toHear: readonly Statement[]; now: Date }) {
  const say = useWords()
  const { side } = props
  return (
    <>
      <PageHead
        title={say.again(appealsNames[side])}
        intro={say(
          'Only those stand here that you may hear: never about a decision of yours, a text of yours, or what you flagged.',
        )}
        crumbs={
          <Crumbs
            label={say('You are here')}
            crumbs={[
              { label: say('Moderation'), href: '/moderation' },
              { label: say.again(sideNames[side]), href: `/moderation/${side}` },
              { label: say('Appeals') },
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
  const say = useWords()
  if (props.toHear.length === 0)
    return (
      <Empty title={say('No appeal waits for you')}>
        <p>{say('When somebody contests a decision that is not yours, it comes here.')}</p>
      </Empty>
    )
  return (
    <Rows
      items={props.toHear.map(({ measure, appeal }) => ({
        href: `/moderation/statements/${measure.id}#contest`,
        children: (
          <span class="stack-s">
            <b>
              {say.again(measureNames[measure.measure])}:{' '}
              <bdi>{measure.shownTitle || excerpt(measure.shownBody, 60)}</bdi>
            </b>
            <span class="soft" dir="auto">
              {excerpt(appeal!.words, 160)}
            </span>
            <span class="small muted">
              {say.with('Contested {when}', { when: <Time at={appeal!.madeAt} now={props.now} /> })}
            </span>
          </span>
        ),
      }))}
    />
  )
}

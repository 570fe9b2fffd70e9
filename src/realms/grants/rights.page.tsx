import type { FormState } from '../../platform/http/form.ts'
import { LinkButton } from '../../ui/button.tsx'
import { Crumbs, PageHead, Pages } from '../../ui/page.tsx'
import { Notebox } from '../../ui/surface.tsx'
import { Facts, Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { Timeline } from '../../ui/timeline.tsx'
import { accessWords, realmNames, spacePath } from '../spaces/spaces.parts.tsx'
import type { RightsSpace } from '../spaces/spaces.ts'
import type { GrantChoices } from './choices.ts'
import { GiveForm } from './give.form.tsx'
import type { Holder, ListedGrant, RightsMoment } from './listing.ts'
import { rightWords } from './listing.ts'
import { EndGrant } from './rights.parts.tsx'
import { SettingsForms, type SettingsParts } from './settings.form.tsx'

export interface RightsPageProps extends SettingsParts {
  readonly space: RightsSpace
  /** Whether the viewer may open the space itself. */
  readonly reads: boolean
  readonly path: string
  readonly grants: readonly ListedGrant[]
  readonly holders: readonly Holder[]
  readonly nextHolder: number | undefined
  readonly story: readonly RightsMoment[]
  /** Why the viewer may not give anything here; undefined when they may. */
  readonly refusal: string | undefined
  readonly choices: GrantChoices
  readonly find: string
  readonly form: FormState
  readonly now: Date
}

/** Who holds what in a space and why, where it comes from, and, for those who may, changing it. */
export function RightsPage(props: RightsPageProps) {
  const { space } = props
  const crumbs = props.reads
    ? [
        { label: 'Spaces', href: '/inside/spaces' },
        { label: space.title, href: spacePath(space) },
      ]
    : [{ label: 'Rights', href: '/inside/rights' }]
  return (
    <>
      <PageHead
        title={`Rights in ${space.title}`}
        intro={`${realmNames[space.realm]}. Read by ${accessWords[space.access]}, and by whom a right below lets in.`}
        crumbs={<Crumbs label="You are here" crumbs={crumbs} />}
        actions={
          space.realm !== 'outside' && props.reads ? (
            <LinkButton href={`/inside/spaces/${space.slug}/members`}>Members</LinkButton>
          ) : null
        }
      />
      <div class="stack">
        {props.reads ? null : (
          <Notebox tone="info" icon="eye">
            You make the rules here and do not read here. What is written in this space stays closed to you.
          </Notebox>
        )}
        <Tree {...props} />
        <div class="stack-s">
          <h2>Rights that were given</h2>
          <Grants {...props} />
        </div>
        <div class="stack-s">
          <h2>Who holds what, and why</h2>
          {space.access === 'employees' || space.realm === 'outside' ? (
            <p>Everyone who works here reads and writes here. Those below may do more.</p>
          ) : null}
          {props.holders.length === 0 ? (
            <p class="muted">Nobody holds more than that.</p>
          ) : (
            <Table
              caption="Who holds what, and why"
              columns={[{ label: 'Name' }, { label: 'Right' }, { label: 'Why' }]}
              rows={props.holders.map((one) => [
                <a href={`/people/${one.id}-${one.handle}`}>{one.displayName}</a>,
                capital(rightWords[one.right]),
                one.why,
              ])}
            />
          )}
          <Pages
            label="More people"
            older={props.nextHolder ? { href: `?after=${props.nextHolder}`, label: 'More people' } : undefined}
          />
        </div>
        {props.refusal === undefined ? (
          <GiveForm
            path={props.path}
            choices={props.choices}
            find={props.find}
            form={props.form}
            isFixed={space.fixed}
          />
        ) : (
          <p class="small muted">{props.refusal}</p>
        )}
        <SettingsForms {...props} />
        <div class="stack-s">
          <h2>Who changed the rights here</h2>
          {props.story.length === 0 ? <p class="muted">Nothing was changed since the space was made.</p> : null}
          <Timeline
            label="Who changed the rights here"
            moments={props.story.map((one) => ({
              icon: 'key',
              title: one.by,
              text: `${one.did}.`,
              when: <Time at={one.at} now={props.now} />,
            }))}
          />
        </div>
      </div>
    </>
  )
}

function Tree(props: RightsPageProps) {
  const { above, below } = props
  const link = (one: { id: number; title: string | null }) =>
    one.title === null ? 'A space that you cannot open' : <a href={`/inside/rights/${one.id}`}>{one.title}</a>
  const facts = [
    {
      term: 'Stands under',
      detail:
        above.length === 0
          ? 'No other space. Rights come from here alone.'
          : above.map((one, index) => (
              <>
                {index > 0 ? ', under ' : null}
                {link(one)}
              </>
            )),
    },
    { term: 'What flows in', detail: flowWords(props) },
    ...(below.length === 0
      ? []
      : [
          {
            term: 'Below it',
            detail: below.map((one, index) => (
              <>
                {index > 0 ? ', ' : null}
                {link(one)}
                {one.stops === null ? null : ` (${stopWords[one.stops]})`}
              </>
            )),
          },
        ]),
  ]
  return (
    <div class="stack-s">
      <h2>Where it stands</h2>
      <Facts facts={facts} />
    </div>
  )
}

const stopWords = { manager: 'a manager’s stop', administrator: 'an administrator’s stop' }

/** What reaches a space from above, in a sentence: the stops on the way, plainly. */
function flowWords({ space, above }: RightsPageProps): string {
  if (space.stops === 'administrator')
    return 'Nothing: an administrator put a stop here. Here and below, only rules of the administration count.'
  if (space.fixed) return 'An administrator put a stop above. From there down, only rules of the administration count.'
  if (above.length === 0) return 'Nothing, as nothing stands above.'
  if (space.stops === 'manager')
    return 'Only rules of the administration: a manager put a stop here for everything else.'
  const stop = above.findIndex((one) => one.stops !== null)
  if (stop === -1) return 'Every right that is given above.'
  return `Every right that is given up to ${above[stop]!.title ?? 'the stop'}, where a manager put a stop; from above that only rules of the administration.`
}

function Grants(props: RightsPageProps) {
  if (props.grants.length === 0) return <p class="muted">None. Who reads here does so by the access of the space.</p>
  return (
    <Table
      caption="Rights that were given"
      columns={[
        { label: 'Who and what' },
        { label: 'Why' },
        { label: 'Given where' },
        { label: <span class="vh">End</span> },
      ]}
      rows={props.grants.map((grant) => [
        <>
          {grant.whom} <span class="muted">{rightWords[grant.right]}</span>
        </>,
        <>
          {capital(grant.openedBy)} {grant.reason ? <>“{grant.reason}” </> : null}
          <span class="small muted">
            <Time at={grant.givenAt} now={props.now} />
            {grant.lapsesAt ? `, until ${new Date(grant.lapsesAt.getTime() - 1).toISOString().slice(0, 10)}` : null}
          </span>
          {grant.beyondReach ? (
            <p class="small">Given by somebody who could not give it any more. It stands until it is ended.</p>
          ) : null}
          {grant.counts ? null : <p class="small">Does not count now: only rules of the administration do.</p>}
        </>,
        grant.from === null ? (
          'Here'
        ) : grant.from.title === null ? (
          'In a space above that you cannot open'
        ) : (
          <a href={`/inside/rights/${grant.from.id}`}>{grant.from.title}</a>
        ),
        grant.mayEnd ? <EndGrant grant={grant} path={props.path} /> : null,
      ])}
    />
  )
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

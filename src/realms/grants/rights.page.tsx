import type { Day, HeldPlace, PlaceableNode } from '../../people/axes/axes.ts'
import type { FormState } from '../../platform/http/form.ts'
import { type Said, type Say, said } from '../../platform/languages/languages.ts'
import { LinkButton } from '../../ui/button.tsx'
import { Crumbs, PageHead, Pages } from '../../ui/page.tsx'
import { Notebox } from '../../ui/surface.tsx'
import { Facts, Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { Timeline } from '../../ui/timeline.tsx'
import { useWords } from '../../ui/words.tsx'
import { accessWords, realmNames, spacePath } from '../spaces/spaces.parts.tsx'
import type { RightsSpace } from '../spaces/spaces.ts'
import type { GrantChoices } from './choices.ts'
import { GiveForm } from './give.form.tsx'
import type { Holder, ListedGrant, RightsMoment } from './listing.ts'
import { rightWords } from './listing.ts'
import { PlacesOfSpace } from './places.card.tsx'
import { EndGrant, GrantWords } from './rights.parts.tsx'
import { SettingsForms, type SettingsParts } from './settings.form.tsx'

export interface RightsPageProps extends SettingsParts {
  readonly space: RightsSpace
  /** Whether the viewer may open the space itself. */
  readonly reads: boolean
  readonly path: string
  readonly grants: readonly ListedGrant[]
  readonly places: readonly HeldPlace[]
  readonly placeable: readonly PlaceableNode[]
  readonly today: Day
  readonly holders: readonly Holder[]
  readonly nextHolder: number | undefined
  readonly story: readonly RightsMoment[]
  /** Why the viewer may not give anything here; undefined when they may. */
  readonly refusal: Said | undefined
  readonly choices: GrantChoices
  readonly find: string
  readonly form: FormState
  readonly now: Date
}

/** Who holds what in a space and why, where it comes from, and, for those who may, changing it. */
export function RightsPage(props: RightsPageProps) {
  const say = useWords()
  const { space } = props
  const crumbs = props.reads
    ? [
        { label: say('Spaces'), href: '/inside/spaces' },
        { label: space.title, href: spacePath(space) },
      ]
    : [{ label: say('Rights'), href: '/inside/rights' }]
  return (
    <>
      <PageHead
        title={say.with('Rights in {space}', { space: <bdi>{space.title}</bdi> })}
        intro={say('{side}. Read by {readers}, and by whom a right below lets in.', {
          side: say.again(realmNames[space.realm]),
          readers: say.again(accessWords[space.access]),
        })}
        crumbs={<Crumbs label={say('You are here')} crumbs={crumbs} />}
        actions={
          space.realm !== 'outside' && props.reads ? (
            <LinkButton href={`/inside/spaces/${space.slug}/members`}>{say('Members')}</LinkButton>
          ) : null
        }
      />
      <div class="stack">
        {props.reads ? null : (
          <Notebox tone="info" icon="eye">
            {say('You make the rules here and do not read here. What is written in this space stays closed to you.')}
          </Notebox>
        )}
        <Tree {...props} />
        <div class="stack-s">
          <h2>{say('Rights that were given')}</h2>
          <Grants {...props} />
        </div>
        <div class="stack-s">
          <h2>{say('Who holds what, and why')}</h2>
          {space.access === 'employees' || space.realm === 'outside' ? (
            <p>{say('Everyone who works here reads and writes here. Those below may do more.')}</p>
          ) : null}
          {props.holders.length === 0 ? (
            <p class="muted">{say('Nobody holds more than that.')}</p>
          ) : (
            <Table
              caption={say('Who holds what, and why')}
              columns={[{ label: say('Name') }, { label: say('Right | what somebody may do') }, { label: say('Why') }]}
              rows={props.holders.map((one) => [
                <a href={`/people/${one.id}-${one.handle}`} dir="auto">
                  {one.displayName}
                </a>,
                capital(say.again(rightWords[one.right])),
                say.again(one.why),
              ])}
            />
          )}
          <Pages
            label={say('More people')}
            older={props.nextHolder ? { href: `?after=${props.nextHolder}`, label: say('More people') } : undefined}
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
          <p class="small muted">{say.again(props.refusal)}</p>
        )}
        <PlacesOfSpace {...props} />
        <SettingsForms {...props} />
        <div class="stack-s">
          <h2>{say('Who changed the rights here')}</h2>
          {props.story.length === 0 ? (
            <p class="muted">{say('Nothing was changed since the space was made.')}</p>
          ) : null}
          <Timeline
            label={say('Who changed the rights here')}
            moments={props.story.map((one) => ({
              icon: 'key',
              title: <bdi>{one.by}</bdi>,
              text: <bdi>{say.again(one.did)}.</bdi>,
              when: <Time at={one.at} now={props.now} />,
            }))}
          />
        </div>
      </div>
    </>
  )
}

function Tree(props: RightsPageProps) {
  const say = useWords()
  const { above, below } = props
  const link = (one: { id: number; title: string | null }) =>
    one.title === null ? (
      say('A space that you cannot open')
    ) : (
      <a href={`/inside/rights/${one.id}`}>
        <bdi>{one.title}</bdi>
      </a>
    )
  const facts = [
    {
      term: say('Stands under'),
      detail:
        above.length === 0
          ? say('No other space. Rights come from here alone.')
          : above
              .map(link)
              .reduce((below, space) => <>{say.with('{below}, under {space}', { below: below, space })}</>),
    },
    { term: say('What flows in'), detail: flowWords(say, props) },
    ...(below.length === 0
      ? []
      : [
          {
            term: say('Below it'),
            detail: below.map((one, index) => (
              <>
                {index > 0 ? ', ' : null}
                {one.stops === null
                  ? link(one)
                  : say.with('{space} ({stop})', { space: link(one), stop: say.again(stopWords[one.stops]) })}
              </>
            )),
          },
        ]),
  ]
  return (
    <div class="stack-s">
      <h2>{say('Where it stands')}</h2>
      <Facts facts={facts} />
    </div>
  )
}

const stopWords = { manager: said('a manager’s stop'), administrator: said('an administrator’s stop') }

/** What reaches a space from above, in a sentence: the stops on the way, plainly. */
function flowWords(say: Say, { space, above }: RightsPageProps): string {
  if (space.stops === 'administrator')
    return say('Nothing: an administrator put a stop here. Here and below, only rules of the administration count.')
  if (space.fixed)
    return say('An administrator put a stop above. From there down, only rules of the administration count.')
  if (above.length === 0) return say('Nothing, as nothing stands above.')
  if (space.stops === 'manager')
    return say('Only rules of the administration: a manager put a stop here for everything else.')
  const stop = above.findIndex((one) => one.stops !== null)
  if (stop === -1) return say('Every right that is given above.')
  const { title } = above[stop]!
  return title === null
    ? say(
        'Every right that is given up to the stop, where a manager put a stop; from above that only rules of the administration.',
      )
    : say(
        'Every right that is given up to {space}, where a manager put a stop; from above that only rules of the administration.',
        { space: title },
      )
}

function Grants(props: RightsPageProps) {
  const say = useWords()
  if (props.grants.length === 0)
    return <p class="muted">{say('None. Who reads here does so by the access of the space.')}</p>
  return (
    <Table
      caption={say('Rights that were given')}
      columns={[
        { label: say('Who and what') },
        { label: say('Why') },
        { label: say('Given where') },
        { label: <span class="vh">{say('End')}</span> },
      ]}
      rows={props.grants.map((grant) => [
        <GrantWords grant={grant} muted />,
        <>
          {say.again(grant.openedBy)}{' '}
          {grant.reason ? (
            <>
              “<bdi>{grant.reason}</bdi>”{' '}
            </>
          ) : null}
          <span class="small muted">
            {grant.lapsesAt ? (
              say.with('{when}, until {day}', {
                when: <Time at={grant.givenAt} now={props.now} />,
                day: new Date(grant.lapsesAt.getTime() - 1).toISOString().slice(0, 10),
              })
            ) : (
              <Time at={grant.givenAt} now={props.now} />
            )}
          </span>
          {grant.beyondReach ? (
            <p class="small">{say('Given by somebody who could not give it any more. It stands until it is ended.')}</p>
          ) : null}
          {grant.counts ? null : <p class="small">{say('Does not count now: only rules of the administration do.')}</p>}
        </>,
        grant.from === null ? (
          say('Here')
        ) : grant.from.title === null ? (
          say('In a space above that you cannot open')
        ) : (
          <a href={`/inside/rights/${grant.from.id}`}>
            <bdi>{grant.from.title}</bdi>
          </a>
        ),
        grant.mayEnd ? <EndGrant grant={grant} path={props.path} /> : null,
      ])}
    />
  )
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

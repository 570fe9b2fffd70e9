import type { ComponentChildren } from 'preact'
import type { PageOf } from '../../platform/cursor.ts'
import type { Space } from '../../realms/spaces/spaces.ts'
import { LinkButton } from '../../ui/button.tsx'
import { Masthead } from '../../ui/frame.tsx'
import { AsideSection, PageHead } from '../../ui/page.tsx'
import { AudienceLine, type AudienceWords } from '../../ui/realm.tsx'
import { Empty } from '../../ui/surface.tsx'
import { useWords } from '../../ui/words.tsx'
import { AboutChoice } from '../tags/tags.parts.tsx'
import { type About, type Product, aboutWords } from '../tags/tags.ts'
import type { QuestionLine } from './questions.ts'
import { QuestionList } from './questions.parts.tsx'
import { type Things, askAddress, listAddress, spaceListing } from './listings.ts'
import { ShowTabs } from './questions.page.tsx'

export interface SpacePageProps {
  readonly space: Space
  readonly show: string
  readonly about: About
  readonly products: readonly Product[]
  readonly page: PageOf<QuestionLine>
  readonly later: boolean
  readonly now: Date
  readonly company: string
  /** Questions of this space that nobody has answered. */
  readonly unanswered: number
  /** Of those, how many wait past what was promised. */
  readonly owed: number
  /** In how many hours an answer is promised here; null when none is. */
  readonly promise: number | null
  /** Whether the viewer may change that. */
  readonly mayPromise: boolean
  readonly isEmployee: boolean
  /** Other spaces outside that the viewer may read. */
  readonly others: readonly Space[]
  readonly audience: AudienceWords
  /** True on the first page of the site, which has its masthead instead of a head. */
  readonly home: boolean
  /** The button that follows the space; nothing where nothing can be followed. */
  readonly follow?: ComponentChildren
}

/** The bright head of the community: one sentence and one box that looks before it asks. */
export function HomeMasthead(props: { space: Space }) {
  const say = useWords()
  return (
    <Masthead
      label={props.space.title}
      title={say('What would you like to know?')}
      search={{
        action: '/questions',
        name: 'q',
        id: 'ask-box',
        label: say('Your question'),
        placeholder: say('Say it in your own words'),
      }}
      note={
        props.space.description ? (
          <bdi>{props.space.description}</bdi>
        ) : (
          say('Reading needs no account. Somebody may have asked the same before.')
        )
      }
    />
  )
}

/** A space outside: its newest conversations of every type and what is owed there. The first one is the home of the community. */
export function SpacePage(props: SpacePageProps) {
  const say = useWords()
  const { space, home, show, about } = props
  const path = home ? '/' : `/s/${space.slug}`
  const ask = askAddress('question', { space: space.slug, product: about.product })
  const isAbout = aboutWords(say, about)
  const { empty } = spaceListing.shows[show]!
  // Each choice of the list but the first is named as what it lists.
  const things = show === 'newest' ? spaceListing.things : (show as Things)
  return (
    <>
      {home ? null : (
        <PageHead
          title={<bdi>{space.title}</bdi>}
          voice
          intro={space.description ? <bdi>{space.description}</bdi> : undefined}
          actions={
            space.archivedAt ? null : (
              <LinkButton kind="primary" href={ask}>
                {say('Ask a question')}
              </LinkButton>
            )
          }
        />
      )}
      <div class="cols">
        <div>
          {home ? (
            <h2 class="vh">
              {isAbout ? say('{list} about {tag}', { list: say('Latest'), tag: isAbout }) : say('Latest')}
            </h2>
          ) : (
            <AudienceLine {...props.audience} />
          )}
          <ShowTabs
            listing={spaceListing}
            filter={{ show, ...about }}
            // They are counted in the whole space.
            {...(!isAbout && { counts: { unanswered: props.unanswered, ...(props.owed > 0 && { owed: props.owed }) } })}
            path={path}
          />
          <AboutChoice
            products={props.products}
            about={about}
            address={(other) => listAddress({ show, ...other }, path)}
          />
          <QuestionList
            page={props.page}
            now={props.now}
            here={listAddress({ show, ...about }, path)}
            later={props.later}
            level={home ? 3 : 2}
            things={things}
            empty={
              <Empty title={say.again(empty)} realm="outside">
                {show === 'newest' && !isAbout ? (
                  <p>
                    {say('Ask the first question: {company} answers here, and so can everybody else who knows.', {
                      company: props.company,
                    })}
                  </p>
                ) : null}
                {space.archivedAt ? null : (
                  <LinkButton kind="primary" href={ask}>
                    {say('Ask a question')}
                  </LinkButton>
                )}
              </Empty>
            }
          />
        </div>
        <SpaceAside {...props} path={path} />
      </div>
    </>
  )
}

function SpaceAside(props: SpacePageProps & { path: string }) {
  const say = useWords()
  const { company } = props
  const promise = props.promise === null ? undefined : inDays(props.promise)
  return (
    <aside aria-label={say('About this community')}>
      {props.follow ? <p>{props.follow}</p> : null}
      <AsideSection title={say('What {company} owes you', { company })}>
        <p class="soft">{say('What is still open here, counted.')}</p>
        <dl class="owed">
          <div>
            <dt>
              <a href={listAddress({ show: 'unanswered' }, props.path)}>{say('Questions without an answer')}</a>
            </dt>
            <dd class="num">{props.unanswered}</dd>
          </div>
          {promise || props.owed > 0 ? (
            <div>
              <dt>
                <a href={listAddress({ show: 'owed' }, props.path)}>
                  {promise === undefined
                    ? say('Past what was promised')
                    : promise.unit === 'days'
                      ? say('Unanswered after {count} days', promise)
                      : say('Unanswered after {count} hours', promise)}
                </a>
              </dt>
              <dd class="num">{props.owed}</dd>
            </div>
          ) : null}
        </dl>
        {promise === undefined ? null : (
          <p class="small soft">
            {promise.unit === 'days'
              ? say('{company} promises an answer to every question here within {count} days.', { company, ...promise })
              : say('{company} promises an answer to every question here within {count} hours.', {
                  company,
                  ...promise,
                })}
          </p>
        )}
        {props.mayPromise ? (
          <p class="small">
            <a href={`/s/${props.space.slug}/-/promise`}>{say('Set what is promised here')}</a>
            <br />
            <a href={`/s/${props.space.slug}/-/robots`}>{say('Choose what search engines and AI may do here')}</a>
            {props.isEmployee ? (
              <>
                <br />
                <a href={`/inside/rights/${props.space.id}`}>{say('Rights, name and who reads this space')}</a>
              </>
            ) : null}
          </p>
        ) : null}
      </AsideSection>
      {props.space.access === 'public' ? (
        <AsideSection title={say('Who helps here')}>
          <ul role="list" class="links">
            <li>
              <a href={`/s/${props.space.slug}/helpers`}>{say('Who helped most this quarter')}</a>
              <span>{say('counted by published rules')}</span>
            </li>
            {props.mayPromise ? (
              <li>
                <a href={`/s/${props.space.slug}/answered-before`}>{say('Answered before asking')}</a>
                <span>{say('for those who look after this space')}</span>
              </li>
            ) : null}
          </ul>
        </AsideSection>
      ) : null}
      {props.others.length > 0 ? (
        <AsideSection title={say('Other places')}>
          <ul role="list" class="links">
            {props.others.map((other) => (
              <li>
                <a href={`/s/${other.slug}`} dir="auto">
                  {other.title}
                </a>
                <span>{other.access === 'public' ? say('anyone on the web') : say('members only')}</span>
              </li>
            ))}
          </ul>
        </AsideSection>
      ) : null}
    </aside>
  )
}

/** 48 hours, 3 days: how long a promise is. */
function inDays(hours: number): { count: number; unit: 'hours' | 'days' } {
  return hours > 48 && hours % 24 === 0 ? { count: hours / 24, unit: 'days' } : { count: hours, unit: 'hours' }
}

import type { ComponentChildren } from 'preact'
import type { PageOf } from '../../platform/cursor.ts'
import { type Say, said } from '../../platform/languages/languages.ts'
import type { FormState } from '../../platform/http/form.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { ActionButton, Button } from '../../ui/button.tsx'
import { ErrorSummary, Fieldset, Input, Radio } from '../../ui/field.tsx'
import { Crumbs, PageHead } from '../../ui/page.tsx'
import { Reach, ReachHead } from '../../ui/reach.tsx'
import { Notebox } from '../../ui/surface.tsx'
import { Time } from '../../ui/time.tsx'
import { useWords } from '../../ui/words.tsx'
import type { FieldReach, MemberField, PersonCard } from '../accounts/accounts.ts'
import { reachWords, reachedWords } from '../connections/connections.ts'
import type { Examples } from './examples.ts'
import { MemberFields, fieldWords } from './fields.parts.tsx'
import { type Distance, type OwnField, type ViewAs, possibleReaches } from './fields.ts'
import { SettingsPage } from './profiles.parts.tsx'
import { type ReachUndoId, type StartingPosts, startingPosts } from './reaches.ts'

/** How many members each step reaches beside the owner. */
export type ReachCounts = Readonly<Record<1 | 2 | 3 | 4, number>>

/** What a change of it came to: kept, put back, or not put back since something else was changed. */
export type PrivacyNote = 'kept' | 'undone' | 'changed-since'

/** Who sees what of a member, field by field, and a way to look at it with somebody else's eyes. */
export function PrivacySettings(props: {
  fields: readonly OwnField[]
  /** How far new texts start. */
  starting: Readonly<Record<StartingPosts, FieldReach>>
  counts: ReachCounts
  note: PrivacyNote | undefined
  /** The last change, as long as it can be taken back. */
  undo: { id: ReachUndoId; keptAt: Date } | undefined
  examples: Examples
  now: Date
  form: FormState
}) {
  const say = useWords()
  const { note, undo } = props
  const { errors } = props.form
  return (
    <SettingsPage
      tab="privacy"
      outside
      intro={say('Distance is counted over people who both said yes. Somebody you blocked is never a step on the way.')}
    >
      {note === undefined ? null : <Note note={note} undo={undo} />}
      <ErrorSummary
        title={say('Nothing was changed yet')}
        errors={Object.fromEntries(
          [...props.fields.map(({ field }) => field), ...startingPosts].map((name) => [`reach-${name}`, errors[name]]),
        )}
      />
      <div class={note === undefined ? 'cols privacy' : 'cols privacy mt4'}>
        <div>
          <form method="post" action="/settings/privacy">
            <ReachHead steps={[say('Only me'), say('1st'), say('2nd'), say('3rd'), say('Members'), say('Everyone')]} />
            <h2 class="vh">{say('Profile fields')}</h2>
            {props.fields.map((field) => (
              <FieldReachRow field={field} counts={props.counts} form={props.form} />
            ))}
            <p class="small muted mt3">
              {say('Your name and picture can be seen by everyone. Those who work here see what all members see.')}
            </p>
            <h2 class="voice-h mt6">{say('New posts start with')}</h2>
            {startingPosts.map((posts) => (
              <StartingRow posts={posts} reach={props.starting[posts]} counts={props.counts} form={props.form} />
            ))}
            <p class="small muted mt3">
              {say(
                'Never further than the space in which you write. Answers are read by whoever reads what they answer.',
              )}
            </p>
            <div class="mt3">
              <Button kind="primary">{say('Keep who sees what')}</Button>
            </div>
          </form>
          {undo && note !== 'kept' ? (
            <div class="row mt5">
              <span class="small muted">
                {say.with('Last changed {when}.', { when: <Time at={undo.keptAt} now={props.now} form="long" /> })}
              </span>
              <Undo id={undo.id} />
            </div>
          ) : null}
        </div>
        <aside aria-labelledby="view-as">
          <section class="viewas">
            <h2 id="view-as" class="voice-h">
              {say('View as')}
            </h2>
            <ViewAsForm who="visitor" examples={props.examples} />
          </section>
        </aside>
      </div>
    </SettingsPage>
  )
}

const noteWords: Readonly<Record<PrivacyNote, string>> = {
  kept: said('Kept. In force at the next page anyone opens.'),
  undone: said('Put back as it stood before. In force at the next page anyone opens.'),
  'changed-since': said('That change is not the last one any more. Nothing was put back.'),
}

/** What came of a change, and the way back from it. */
function Note(props: { note: PrivacyNote; undo: { id: ReachUndoId } | undefined }) {
  const say = useWords()
  const { note, undo } = props
  const words = say.again(noteWords[note])
  if (note === 'changed-since') return <Notebox role="status">{words}</Notebox>
  return (
    <Notebox tone="ok" icon="check-circle" role="status">
      <div class="row between">
        <span>{words}</span>
        {note === 'kept' && undo ? <Undo id={undo.id} /> : null}
      </div>
    </Notebox>
  )
}

function Undo(props: { id: ReachUndoId }) {
  return (
    <ActionButton size="s" action="/settings/privacy/undo" fields={{ id: String(props.id) }}>
      {useWords()('Undo the last change')}
    </ActionButton>
  )
}

const startingWords: Readonly<Record<StartingPosts, { label: string; note: string }>> = {
  questions: { label: said('Questions and problems'), note: said('you can change each post') },
  others: { label: said('Everything else'), note: said('ideas and praise') },
}

function StartingRow(props: { posts: StartingPosts; reach: FieldReach; counts: ReachCounts; form: FormState }) {
  const say = useWords()
  const { posts, reach, form } = props
  return (
    <div id={`reach-${posts}`}>
      <Reach
        name={posts}
        legend={say.again(startingWords[posts].label)}
        note={say.again(startingWords[posts].note)}
        value={form.values[posts] ?? String(reach)}
        steps={([0, 1, 2, 3, 4, 5] as const).map((step) => ({
          value: String(step),
          label: say.again(reachWords[step]),
        }))}
        outcome={reachedWords(say, reach, props.counts)}
        limit={form.errors[posts]}
      />
    </div>
  )
}

function FieldReachRow(props: { field: OwnField; counts: ReachCounts; form: FormState }) {
  const say = useWords()
  const { field, value, reach } = props.field
  const steps = possibleReaches(field)
  const error = props.form.errors[field]
  const limited = steps.length < 6
  return (
    <div id={`reach-${field}`}>
      <Reach
        name={field}
        legend={say.again(fieldWords[field])}
        note={field === 'connections' ? say('whom you are connected with') : noteOf(say, value)}
        value={props.form.values[field] ?? String(reach)}
        steps={steps.map((step) => ({ value: String(step), label: say.again(reachWords[step]) }))}
        outcome={reachedWords(say, reach, props.counts)}
        limit={
          error ??
          (limited ? say('never wider than 1st') : field === 'connections' ? say('hidden ones stay hidden') : undefined)
        }
      />
    </div>
  )
}

function noteOf(say: Say, value: string): ComponentChildren {
  const [first = ''] = value.split('\n', 1)
  if (first === '') return say('nothing written yet')
  return <bdi>{first.length > 40 ? `${first.slice(0, 39)}…` : first}</bdi>
}

const distanceWords: Readonly<Record<Distance, string>> = {
  visitor: said('A visitor'),
  member: said('A member'),
  3: said('3rd degree'),
  2: said('2nd degree'),
  1: said('1st degree'),
}

function ViewAsForm(props: { who?: string | undefined; name?: string | undefined; examples: Examples }) {
  const say = useWords()
  const eyes = (who: Distance) => {
    const example = who === 1 || who === 2 ? props.examples[who] : undefined
    const distance = say.again(distanceWords[who])
    return example
      ? say.with('{distance}, for example {name}', { distance, name: <bdi>{example.displayName}</bdi> })
      : distance
  }
  return (
    <form method="get" action="/settings/privacy/as" class="stack-s">
      <Fieldset id="who" label={say('From how far')}>
        {(['visitor', 'member', 3, 2, 1] as const).map((who) => (
          <Radio name="who" value={String(who)} label={eyes(who)} checked={String(who) === props.who} />
        ))}
      </Fieldset>
      <Input
        name="name"
        label={say('Or as a member, by name')}
        hint={say('The beginning of a name goes before the choice above.')}
        value={props.name}
      />
      <div>
        <Button>{say('Show me')}</Button>
      </div>
    </form>
  )
}

/** The own profile with somebody else's eyes. */
export function ViewAsPage(props: {
  self: PersonCard
  /** What was asked for: a distance, or the beginning of a name. */
  asked: { who?: Distance; name?: string; person?: PersonCard }
  /** What they see; absent as long as a name has to be chosen. */
  view?: ViewAs & { known: PageOf<PersonCard> }
  /** Members whose name begins so. */
  found: readonly PersonCard[]
  examples: Examples
}) {
  const say = useWords()
  const { self, asked, view, found } = props
  const eyes = asked.person?.displayName ?? (asked.who === undefined ? undefined : say.again(distanceWords[asked.who]))
  return (
    <>
      <PageHead
        voice
        title={eyes === undefined ? say('View as a member') : say('Your profile, seen by: {eyes}', { eyes })}
        crumbs={
          <Crumbs
            label={say('You are here')}
            crumbs={[{ label: say('Who sees what'), href: '/settings/privacy' }, { label: say('View as') }]}
          />
        }
      />
      <div class="cols privacy">
        <div class="stack">
          {view ? <Seen self={self} view={view} /> : <Choice found={found} name={asked.name ?? ''} />}
        </div>
        <aside aria-label={say('Other eyes')}>
          <section class="viewas">
            <ViewAsForm
              who={asked.who === undefined ? undefined : String(asked.who)}
              name={asked.name}
              examples={props.examples}
            />
          </section>
        </aside>
      </div>
    </>
  )
}

/** The fields as they stand within a sentence. */
const hiddenWords: Readonly<Record<MemberField, string>> = {
  about: said('about | a field, within a sentence'),
  organisation: said('organisation'),
  place: said('place | where somebody lives'),
  website: said('website'),
  email: said('mail address'),
  phone: said('phone'),
  connections: said('knows | a field, within a sentence'),
}

function Seen(props: { self: PersonCard; view: ViewAs & { known: PageOf<PersonCard> } }) {
  const say = useWords()
  const { self, view } = props
  const hidden = view.hidden.map((field) => say.again(hiddenWords[field])).join(', ')
  return (
    <section class="asprofile" aria-label={say('What they see')}>
      <div class="row">
        <Avatar id={String(self.id)} name={self.displayName} who="customer" size="l" />
        <b class="voice-h s" dir="auto">
          {self.displayName}
        </b>
      </div>
      <div class="stack-s mt3">
        <MemberFields fields={view.shown} known={view.known} />
      </div>
      <p class="small muted mt3">
        {view.hidden.length === 0
          ? say('Nothing of what you told is hidden from this reader.')
          : say('Hidden from this reader: {fields}.', { fields: hidden })}
      </p>
    </section>
  )
}

function Choice(props: { found: readonly PersonCard[]; name: string }) {
  const say = useWords()
  if (props.found.length === 0)
    return <p>{say('No other member has a name that begins with “{name}”.', { name: props.name })}</p>
  return (
    <>
      <p>{say('Whose eyes do you mean?')}</p>
      <ul role="list" class="links">
        {props.found.map((person) => (
          <li>
            <a dir="auto" href={`/settings/privacy/as?person=${person.id}`}>
              {person.displayName}
            </a>
          </li>
        ))}
      </ul>
    </>
  )
}

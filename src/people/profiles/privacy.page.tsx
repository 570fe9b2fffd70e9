import type { ComponentChildren } from 'preact'
import type { PageOf } from '../../platform/cursor.ts'
import { type Say, said } from '../../platform/languages/languages.ts'
import type { FormState } from '../../platform/http/form.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorSummary, Fieldset, Input, Radio } from '../../ui/field.tsx'
import { Crumbs, PageHead } from '../../ui/page.tsx'
import { Reach, ReachHead } from '../../ui/reach.tsx'
import { Notebox } from '../../ui/surface.tsx'
import { useWords } from '../../ui/words.tsx'
import type { MemberField, PersonCard } from '../accounts/accounts.ts'
import { reachWords, reachedWords } from '../connections/connections.ts'
import { MemberFields, fieldWords } from './fields.parts.tsx'
import { type Distance, type OwnField, type ViewAs, possibleReaches } from './fields.ts'
import { SettingsPage } from './profiles.parts.tsx'

/** How many members each step reaches beside the owner. */
export type ReachCounts = Readonly<Record<1 | 2 | 3 | 4, number>>

/** Who sees what of a member, field by field, and a way to look at it with somebody else's eyes. */
export function PrivacySettings(props: {
  fields: readonly OwnField[]
  counts: ReachCounts
  kept: boolean
  form: FormState
}) {
  const say = useWords()
  const { errors } = props.form
  return (
    <SettingsPage
      tab="privacy"
      outside
      intro={say('Distance is counted over people who both said yes. Somebody you blocked is never a step on the way.')}
    >
      {props.kept ? (
        <Notebox tone="ok" icon="check-circle" role="status">
          {say('Kept. In force at the next page anyone opens.')}
        </Notebox>
      ) : null}
      <ErrorSummary
        title={say('Nothing was changed yet')}
        errors={Object.fromEntries(props.fields.map(({ field }) => [`reach-${field}`, errors[field]]))}
      />
      <div class="cols privacy">
        <form method="post" action="/settings/privacy">
          <ReachHead steps={[say('Only me'), say('1st'), say('2nd'), say('3rd'), say('Members'), say('Everyone')]} />
          <h2 class="vh">{say('Profile fields')}</h2>
          {props.fields.map((field) => (
            <FieldReachRow field={field} counts={props.counts} form={props.form} />
          ))}
          <p class="small muted mt3">
            {say('Your name and picture can be seen by everyone. Those who work here see what all members see.')}
          </p>
          <div class="mt3">
            <Button kind="primary">{say('Keep who sees what')}</Button>
          </div>
        </form>
        <aside aria-labelledby="view-as">
          <section class="viewas">
            <h2 id="view-as" class="voice-h">
              {say('View as')}
            </h2>
            <ViewAsForm who="visitor" />
          </section>
        </aside>
      </div>
    </SettingsPage>
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

function ViewAsForm(props: { who?: string | undefined; name?: string | undefined }) {
  const say = useWords()
  return (
    <form method="get" action="/settings/privacy/as" class="stack-s">
      <Fieldset id="who" label={say('From how far')}>
        {(['visitor', 'member', '3', '2', '1'] as const).map((who) => (
          <Radio name="who" value={who} label={say.again(distanceWords[who])} checked={who === props.who} />
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
            <ViewAsForm who={asked.who === undefined ? undefined : String(asked.who)} name={asked.name} />
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

import type { ComponentChildren } from 'preact'
import type { FormState } from '../../platform/http/form.ts'
import type { Say } from '../../platform/languages/languages.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { ErrorSummary, Input, Radio } from '../../ui/field.tsx'
import { RealmChip } from '../../ui/realm.tsx'
import { Steps } from '../../ui/steps.tsx'
import { Notebox } from '../../ui/surface.tsx'
import { useWords } from '../../ui/words.tsx'
import { shortestPassword } from '../../people/accounts/accounts.ts'
import type { Draft } from './setup.ts'

export const stepNames = ['company', 'owner', 'spaces', 'finish'] as const
export type StepName = (typeof stepNames)[number]

export interface WelcomeWords {
  readonly token: string
  readonly draft: Draft
  readonly form: FormState
  /** The installation can be filled with a generated company. */
  readonly hasDemo: boolean
  /** Without a way to send mail, codes and invitations wait in the database. */
  readonly hasMail: boolean
}

export function stepPath(step: StepName, token: string): string {
  return `/welcome/${step}?token=${encodeURIComponent(token)}`
}

/** One step of the first start, with the way through all of them and the health of the house. */
export function WelcomePage(props: WelcomeWords & { step: StepName }) {
  const say = useWords()
  const { step } = props
  return (
    <>
      <nav class="wsteps" aria-label={say('Set-up')}>
        <Steps steps={stepsOf(say, props)} />
        <p class="small muted">{say('About two minutes in all.')}</p>
      </nav>
      <form method="post" action={stepPath(step, props.token)} class="wform">
        {step === 'company' ? <CompanyStep {...props} /> : null}
        {step === 'owner' ? <OwnerStep {...props} /> : null}
        {step === 'spaces' ? <SpacesStep {...props} /> : null}
        {step === 'finish' ? <FinishStep {...props} /> : null}
      </form>
      <aside class="health" aria-labelledby="health">
        <h2 id="health">{say('Good to know')}</h2>
        <div class="stack-s">
          <p class="small soft">
            {props.hasMail
              ? say('Mail goes out over the server that SMTP_URL names.')
              : say('Mail is not set yet: codes and invitations wait in the database until SMTP_URL names a server.')}
          </p>
          <p class="small soft">
            {say('This page opens only with the link that was printed at the start, and is gone once you finish.')}
          </p>
        </div>
      </aside>
    </>
  )
}

/** What everybody sees who comes before the house is open. */
export function WaitingPage() {
  const say = useWords()
  return (
    <>
      {/* The column of the steps stays empty, so that the paper stands where the steps' will. */}
      <div class="wsteps" />
      <div class="wform">
        <h1>{say('Tango is not set up yet')}</h1>
        <p class="soft lead-s">
          {say(
            'Whoever started it was given an owner link, printed where it was started. Open that link to name the company and make the first account.',
          )}
        </p>
      </div>
    </>
  )
}

function stepsOf(say: Say, { step, draft, hasDemo }: WelcomeWords & { step: StepName }) {
  const at = stepNames.indexOf(step)
  const { company, owner, inside, outside } = draft
  const notes: Record<StepName, [string, ComponentChildren]> = {
    company: [say('Your company'), company && <bdi>{company}</bdi>],
    owner: [say('Your own way in'), owner && <bdi>{owner.email}</bdi>],
    spaces: [
      say('The first two spaces'),
      inside && outside && (
        <>
          <bdi>{inside.title}</bdi>, <bdi>{outside.title}</bdi>
        </>
      ),
    ],
    finish: hasDemo ? [say('Something to look at'), say('Demo company, or empty')] : [say('Open Tango'), undefined],
  }
  return stepNames.map((name, index) => ({
    title: notes[name][0],
    note: notes[name][1],
    state: index < at ? ('past' as const) : index === at ? ('now' as const) : ('next' as const),
  }))
}

function Head(props: { title: string; form: FormState; children: ComponentChildren }) {
  const say = useWords()
  return (
    <>
      <h1>{props.title}</h1>
      <p class="soft lead-s">{props.children}</p>
      <ErrorSummary title={say('This step needs another look')} errors={props.form.errors} />
    </>
  )
}

function Onward(props: { back?: string; children: string }) {
  const say = useWords()
  return (
    <div class="row mt5 wnav">
      {props.back === undefined ? null : (
        <LinkButton kind="quiet" icon="arrow-left" href={props.back}>
          {say('Back')}
        </LinkButton>
      )}
      <Button kind="primary" size="l" extra="push">
        {props.children}
      </Button>
    </div>
  )
}

function CompanyStep({ draft, form }: WelcomeWords) {
  const say = useWords()
  return (
    <>
      <Head title={say('What is your company called?')} form={form}>
        {say('Everybody who works there meets inside. Customers meet outside, and read its name at the door.')}
      </Head>
      <Input
        name="company"
        label={say('Company')}
        autocomplete="organization"
        required
        maxlength={80}
        value={form.values.company ?? draft.company}
        error={form.errors.company}
      />
      <Onward>{say('Next: your own way in')}</Onward>
    </>
  )
}

function OwnerStep({ draft, form, token }: WelcomeWords) {
  const say = useWords()
  const { values, errors } = form
  return (
    <>
      <Head title={say('Who are you?')} form={form}>
        {say('You become the owner: you give offices, invite colleagues and make spaces on both sides.')}
      </Head>
      <div class="stack">
        <Input
          name="name"
          label={say('Your name')}
          autocomplete="name"
          required
          maxlength={120}
          value={values.name ?? draft.owner?.name}
          error={errors.name}
        />
        <Input
          name="email"
          type="email"
          label={say('Work address')}
          autocomplete="username"
          required
          value={values.email ?? draft.owner?.email}
          error={errors.email}
        />
        <Input
          name="password"
          type="password"
          label={say('Password')}
          autocomplete="new-password"
          required
          hint={say('{number} characters or more. A few words make a good one.', { number: shortestPassword })}
          error={errors.password}
        />
      </div>
      <Onward back={stepPath('company', token)}>{say('Next: the first two spaces')}</Onward>
    </>
  )
}

function SpacesStep(props: WelcomeWords) {
  const say = useWords()
  const { draft, form, token } = props
  const company = draft.company ?? say('the company')
  return (
    <>
      <Head title={say('Where do people meet?')} form={form}>
        {say(
          'One space on each side of the wall to begin with. What is written inside is never seen outside, unless somebody publishes it on purpose.',
        )}
      </Head>
      <div class="offices">
        <PlaceCard
          realm="inside"
          word={say('Inside')}
          note={say('Open to every employee.')}
          place={draft.inside ?? { title: plain(say('Everyone at {company}', { company })), slug: 'everyone' }}
          form={form}
        />
        <div class="never" aria-hidden="true">
          <span>{say('kept apart')}</span>
        </div>
        <PlaceCard
          realm="outside"
          word={say('Outside')}
          note={say('Open to anyone on the web.')}
          place={draft.outside ?? { title: plain(say('{company} community', { company })), slug: 'community' }}
          form={form}
        />
      </div>
      <Onward back={stepPath('owner', token)}>
        {props.hasDemo ? say('Next: something to look at') : say('Next: open Tango')}
      </Onward>
    </>
  )
}

/** What is proposed becomes the name of a space: the signs that set a name apart in a sentence do not belong in it. */
function plain(words: string): string {
  return words.replace(/[\u2068\u2069]/g, '')
}

function PlaceCard(props: {
  realm: 'inside' | 'outside'
  word: string
  note: string
  place: { title: string; slug: string }
  form: FormState
}) {
  const say = useWords()
  const { realm, place } = props
  const { values, errors } = props.form
  return (
    <fieldset class="office-card" data-realm={realm}>
      <legend>
        <RealmChip realm={realm}>{props.word}</RealmChip>
      </legend>
      <div class="stack-s">
        {' '}
        <p class="soft small">{props.note}</p>
        <Input
          name={`${realm}Title`}
          label={say('Name')}
          required
          maxlength={120}
          value={values[`${realm}Title`] ?? place.title}
          error={errors[`${realm}Title`]}
        />
        <Input
          name={`${realm}Slug`}
          label={say('Address')}
          hint={say('Small letters, digits, hyphens')}
          required
          maxlength={63}
          value={values[`${realm}Slug`] ?? place.slug}
          error={errors[`${realm}Slug`]}
        />
      </div>
    </fieldset>
  )
}

function FinishStep({ form, token, hasDemo }: WelcomeWords) {
  const say = useWords()
  return (
    <>
      <Head title={hasDemo ? say('Something to look at?') : say('Ready')} form={form}>
        {hasDemo
          ? say('Begin with empty rooms, or look around in a company that was made up.')
          : say('Everything is there for a beginning. The rooms are empty.')}
      </Head>
      <div class="stack">
        {hasDemo ? (
          <>
            <Radio
              name="demo"
              value="no"
              label={say('Begin empty')}
              note={say('The two spaces, and you in them.')}
              checked
            />
            <Radio
              name="demo"
              value="yes"
              label={say('Explore with a demo company')}
              note={say(
                'A few hundred made-up people and threads on both sides. For looking around: they cannot be taken out again.',
              )}
            />
          </>
        ) : null}
        <Notebox tone="info" icon="users-three">
          {say(
            "You are owner and inside steward, and may answer outside in the company's name. The outside should be looked after by somebody else: what is good manners among colleagues is not always so in public. Invite that person, then give them the office of outside steward under People, Offices. Until then you can make spaces there yourself.",
          )}
        </Notebox>
      </div>
      <Onward back={stepPath('spaces', token)}>{say('Open Tango')}</Onward>
    </>
  )
}

import type { ComponentChildren } from 'preact'
import type { FormState } from '../../platform/http/form.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { ErrorSummary, Input, Radio } from '../../ui/field.tsx'
import { RealmChip } from '../../ui/realm.tsx'
import { Steps } from '../../ui/steps.tsx'
import { Notebox } from '../../ui/surface.tsx'
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
  const { step } = props
  return (
    <>
      <nav class="wsteps" aria-label="Set-up">
        <Steps steps={stepsOf(step, props.draft, props.hasDemo)} />
        <p class="small muted">About two minutes in all.</p>
      </nav>
      <form method="post" action={stepPath(step, props.token)} class="wform">
        {step === 'company' ? <CompanyStep {...props} /> : null}
        {step === 'owner' ? <OwnerStep {...props} /> : null}
        {step === 'spaces' ? <SpacesStep {...props} /> : null}
        {step === 'finish' ? <FinishStep {...props} /> : null}
      </form>
      <aside class="health" aria-labelledby="health">
        <h2 id="health">Good to know</h2>
        <div class="stack-s">
          <p class="small soft">
            {props.hasMail
              ? 'Mail goes out over the server that SMTP_URL names.'
              : 'Mail is not set yet: codes and invitations wait in the database until SMTP_URL names a server.'}
          </p>
          <p class="small soft">
            This page opens only with the link that was printed at the start, and is gone once you finish.
          </p>
        </div>
      </aside>
    </>
  )
}

/** What everybody sees who comes before the house is open. */
export function WaitingPage() {
  return (
    <>
      {/* The column of the steps stays empty, so that the paper stands where the steps' will. */}
      <div class="wsteps" />
      <div class="wform">
        <h1>Tango is not set up yet</h1>
        <p class="soft lead-s">
          Whoever started it was given an owner link, printed where it was started. Open that link to name the company
          and make the first account.
        </p>
      </div>
    </>
  )
}

function stepsOf(step: StepName, draft: Draft, hasDemo: boolean) {
  const at = stepNames.indexOf(step)
  const notes: Record<StepName, [string, string | undefined]> = {
    company: ['Your company', draft.company],
    owner: ['Your own way in', draft.owner?.email],
    spaces: ['The first two spaces', draft.inside && draft.outside && `${draft.inside.title}, ${draft.outside.title}`],
    finish: hasDemo ? ['Something to look at', 'Demo company, or empty'] : ['Open Tango', undefined],
  }
  return stepNames.map((name, index) => ({
    title: notes[name][0],
    note: notes[name][1],
    state: index < at ? ('past' as const) : index === at ? ('now' as const) : ('next' as const),
  }))
}

function Head(props: { title: string; form: FormState; children: ComponentChildren }) {
  return (
    <>
      <h1>{props.title}</h1>
      <p class="soft lead-s">{props.children}</p>
      <ErrorSummary title="This step needs another look" errors={props.form.errors} />
    </>
  )
}

function Onward(props: { back?: string; children: string }) {
  return (
    <div class="row mt5 wnav">
      {props.back === undefined ? null : (
        <LinkButton kind="quiet" icon="arrow-left" href={props.back}>
          Back
        </LinkButton>
      )}
      <Button kind="primary" size="l" extra="push">
        {props.children}
      </Button>
    </div>
  )
}

function CompanyStep({ draft, form }: WelcomeWords) {
  return (
    <>
      <Head title="What is your company called?" form={form}>
        Everybody who works there meets inside. Customers meet outside, and read its name at the door.
      </Head>
      <Input
        name="company"
        label="Company"
        autocomplete="organization"
        required
        maxlength={80}
        value={form.values.company ?? draft.company}
        error={form.errors.company}
      />
      <Onward>Next: your own way in</Onward>
    </>
  )
}

function OwnerStep({ draft, form, token }: WelcomeWords) {
  const { values, errors } = form
  return (
    <>
      <Head title="Who are you?" form={form}>
        You become the owner: you give offices, invite colleagues and make spaces on both sides.
      </Head>
      <div class="stack">
        <Input
          name="name"
          label="Your name"
          autocomplete="name"
          required
          maxlength={120}
          value={values.name ?? draft.owner?.name}
          error={errors.name}
        />
        <Input
          name="email"
          type="email"
          label="Work address"
          autocomplete="username"
          required
          value={values.email ?? draft.owner?.email}
          error={errors.email}
        />
        <Input
          name="password"
          type="password"
          label="Password"
          autocomplete="new-password"
          required
          hint={`${shortestPassword} characters or more. A few words make a good one.`}
          error={errors.password}
        />
      </div>
      <Onward back={stepPath('company', token)}>Next: the first two spaces</Onward>
    </>
  )
}

function SpacesStep(props: WelcomeWords) {
  const { draft, form, token } = props
  const company = draft.company ?? 'the company'
  return (
    <>
      <Head title="Where do people meet?" form={form}>
        One space on each side of the wall to begin with. What is written inside is never seen outside, unless somebody
        publishes it on purpose.
      </Head>
      <div class="offices">
        <PlaceCard
          realm="inside"
          word="Inside"
          note="Open to every employee."
          place={draft.inside ?? { title: `Everyone at ${company}`, slug: 'everyone' }}
          form={form}
        />
        <div class="never" aria-hidden="true">
          <span>kept apart</span>
        </div>
        <PlaceCard
          realm="outside"
          word="Outside"
          note="Open to anyone on the web."
          place={draft.outside ?? { title: `${company} community`, slug: 'community' }}
          form={form}
        />
      </div>
      <Onward back={stepPath('owner', token)}>
        {props.hasDemo ? 'Next: something to look at' : 'Next: open Tango'}
      </Onward>
    </>
  )
}

function PlaceCard(props: {
  realm: 'inside' | 'outside'
  word: string
  note: string
  place: { title: string; slug: string }
  form: FormState
}) {
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
          label="Name"
          required
          maxlength={120}
          value={values[`${realm}Title`] ?? place.title}
          error={errors[`${realm}Title`]}
        />
        <Input
          name={`${realm}Slug`}
          label="Address"
          hint="Small letters, digits, hyphens"
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
  return (
    <>
      <Head title={hasDemo ? 'Something to look at?' : 'Ready'} form={form}>
        {hasDemo
          ? 'Begin with empty rooms, or look around in a company that was made up.'
          : 'Everything is there for a beginning. The rooms are empty.'}
      </Head>
      <div class="stack">
        {hasDemo ? (
          <>
            <Radio name="demo" value="no" label="Begin empty" note="The two spaces, and you in them." checked />
            <Radio
              name="demo"
              value="yes"
              label="Explore with a demo company"
              note="A few hundred made-up people and threads on both sides. For looking around: they cannot be taken out again."
            />
          </>
        ) : null}
        <Notebox tone="info" icon="users-three">
          You are owner and inside steward, and may answer outside in the company's name. The outside should be looked
          after by somebody else: what is good manners among colleagues is not always so in public. Invite that person,
          then give them the office of outside steward under People, Offices. Until then you can make spaces there
          yourself.
        </Notebox>
      </div>
      <Onward back={stepPath('spaces', token)}>Open Tango</Onward>
    </>
  )
}

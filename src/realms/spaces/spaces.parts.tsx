import type { Realm } from '../../platform/context.ts'
import { said } from '../../platform/languages/languages.ts'
import type { FormState } from '../../platform/http/form.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { ErrorSummary, Input, Select, Textarea } from '../../ui/field.tsx'
import { PageHead } from '../../ui/page.tsx'
import { RealmChip } from '../../ui/realm.tsx'
import { Empty } from '../../ui/surface.tsx'
import { useWords } from '../../ui/words.tsx'
import type { Space, SpaceAccess } from './spaces.ts'

export const realmNames: Record<Realm, string> = {
  inside: said('Inside'),
  outside: said('Outside'),
  bridge: said('Bridge'),
}

export const accessWords: Record<SpaceAccess, string> = {
  employees: said('every employee'),
  members: said('its members'),
  public: said('anyone on the web'),
  invited: said('those who were invited'),
}

/** Every space that the viewer may read, by side, with who reads it. */
export function SpacesPage(props: { spaces: readonly Space[]; mayMake: boolean }) {
  const say = useWords()
  return (
    <>
      <PageHead
        title={say('Spaces')}
        intro={say('Each space stands on one side of the wall, for good. The line under its name says who reads it.')}
        actions={
          props.mayMake ? (
            <LinkButton href="/inside/spaces/new" icon="plus">
              {say('Make a space')}
            </LinkButton>
          ) : null
        }
      />
      {props.spaces.length === 0 ? <Empty title={say('No space is open to you yet')} /> : null}
      <div class="stack">
        {(['inside', 'bridge', 'outside'] as const).map((realm) => {
          const here = props.spaces.filter((space) => space.realm === realm)
          if (here.length === 0) return null
          return (
            <section class="stack" aria-labelledby={`spaces-${realm}`}>
              <h2 id={`spaces-${realm}`}>{say.again(realmNames[realm])}</h2>
              <ul class="grid" role="list">
                {here.map((space) => (
                  <li class="card" data-realm={realm}>
                    <p>
                      <RealmChip realm={realm}>{say.again(realmNames[realm])}</RealmChip>
                    </p>
                    <h3>
                      <a href={spacePath(space)}>
                        <bdi>{space.title}</bdi>
                      </a>
                    </h3>
                    {space.description ? <p dir="auto">{space.description}</p> : null}
                    <p class="small muted">{say('Read by {who}', { who: say.again(accessWords[space.access]) })}</p>
                  </li>
                ))}
              </ul>
            </section>
          )
        })}
      </div>
    </>
  )
}

/** Where a space is: outside spaces have public addresses. */
export function spacePath(space: Pick<Space, 'realm' | 'slug'>): string {
  return space.realm === 'outside' ? `/s/${space.slug}` : `/inside/spaces/${space.slug}`
}

/** The form for a new space. */
export function NewSpacePage(props: { form: FormState; realms: readonly Realm[] }) {
  const say = useWords()
  const { values, errors } = props.form
  return (
    <>
      <PageHead
        title={say('Make a space')}
        intro={say('The side is chosen once. It can never be changed, so that nothing written inside ends up outside.')}
      />
      <form method="post" action="/inside/spaces" class="stack form-column">
        {Object.keys(errors).length > 0 ? (
          <ErrorSummary title={say('The space was not made yet')} errors={errors} />
        ) : null}
        <Select
          id="realm"
          name="realm"
          label={say('Side')}
          value={values.realm ?? props.realms[0]}
          error={errors.realm}
          options={props.realms.map((realm) => ({ value: realm, label: say.again(sideWords[realm]) }))}
        />
        <Input id="title" name="title" label={say('Name')} value={values.title} error={errors.title} required />
        <Input
          id="slug"
          name="slug"
          label={say('Address')}
          hint={say('Small letters, digits and hyphens. It stands in every link to the space.')}
          value={values.slug}
          error={errors.slug}
          required
        />
        <Select
          id="access"
          name="access"
          label={say('Who reads it')}
          value={values.access ?? ''}
          error={errors.access}
          options={[
            { value: '', label: say('The openest form of that side') },
            { value: 'employees', label: say('Inside: every employee') },
            { value: 'members', label: say('Only members (inside: those added; outside: everyone signed in)') },
            { value: 'public', label: say('Outside: anyone on the web') },
            { value: 'invited', label: say('Bridge: those who are invited') },
          ]}
        />
        <Textarea
          id="description"
          name="description"
          label={say('What it is for')}
          value={values.description}
          error={errors.description}
        />
        <div class="row">
          <Button kind="primary">{say('Make the space')}</Button>
        </div>
      </form>
    </>
  )
}

const sideWords: Record<Realm, string> = {
  inside: said('Inside: colleagues only'),
  outside: said('Outside: customers and the public'),
  bridge: said('Bridge: invited guests with colleagues'),
}

import type { Realm } from '../../platform/context.ts'
import type { FormState } from '../../platform/http/form.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { ErrorSummary, Input, Select, Textarea } from '../../ui/field.tsx'
import { PageHead } from '../../ui/page.tsx'
import { RealmChip } from '../../ui/realm.tsx'
import { Empty } from '../../ui/surface.tsx'
import type { Space, SpaceAccess } from './spaces.ts'

export const realmNames: Record<Realm, string> = { inside: 'Inside', outside: 'Outside', bridge: 'Bridge' }

export const accessWords: Record<SpaceAccess, string> = {
  employees: 'every employee',
  members: 'its members',
  public: 'anyone on the web',
  invited: 'those who were invited',
}

/** Every space that the viewer may read, by side, with who reads it. */
export function SpacesPage(props: { spaces: readonly Space[]; mayMake: boolean }) {
  return (
    <>
      <PageHead
        title="Spaces"
        intro="Each space stands on one side of the wall, for good. The line under its name says who reads it."
        actions={
          props.mayMake ? (
            <LinkButton href="/inside/spaces/new" icon="plus">
              Make a space
            </LinkButton>
          ) : null
        }
      />
      {props.spaces.length === 0 ? <Empty title="No space is open to you yet" /> : null}
      <div class="stack">
        {(['inside', 'bridge', 'outside'] as const).map((realm) => {
          const here = props.spaces.filter((space) => space.realm === realm)
          if (here.length === 0) return null
          return (
            <section class="stack" aria-labelledby={`spaces-${realm}`}>
              <h2 id={`spaces-${realm}`}>{realmNames[realm]}</h2>
              <ul class="grid" role="list">
                {here.map((space) => (
                  <li class="card" data-realm={realm}>
                    <p>
                      <RealmChip realm={realm}>{realmNames[realm]}</RealmChip>
                    </p>
                    <h3>
                      <a href={spacePath(space)}>{space.title}</a>
                    </h3>
                    {space.description ? <p>{space.description}</p> : null}
                    <p class="small muted">Read by {accessWords[space.access]}</p>
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
  const { values, errors } = props.form
  return (
    <>
      <PageHead
        title="Make a space"
        intro="The side is chosen once. It can never be changed, so that nothing written inside ends up outside."
      />
      <form method="post" action="/inside/spaces" class="stack form-column">
        {Object.keys(errors).length > 0 ? <ErrorSummary title="The space was not made yet" errors={errors} /> : null}
        <Select
          id="realm"
          name="realm"
          label="Side"
          value={values.realm ?? props.realms[0]}
          error={errors.realm}
          options={props.realms.map((realm) => ({ value: realm, label: sideWords[realm] }))}
        />
        <Input id="title" name="title" label="Name" value={values.title} error={errors.title} required />
        <Input
          id="slug"
          name="slug"
          label="Address"
          hint="Small letters, digits and hyphens. It stands in every link to the space."
          value={values.slug}
          error={errors.slug}
          required
        />
        <Select
          id="access"
          name="access"
          label="Who reads it"
          value={values.access ?? ''}
          error={errors.access}
          options={[
            { value: '', label: 'The openest form of that side' },
            { value: 'employees', label: 'Inside: every employee' },
            { value: 'members', label: 'Only members (inside: those added; outside: everyone signed in)' },
            { value: 'public', label: 'Outside: anyone on the web' },
            { value: 'invited', label: 'Bridge: those who are invited' },
          ]}
        />
        <Textarea
          id="description"
          name="description"
          label="What it is for"
          value={values.description}
          error={errors.description}
        />
        <div class="row">
          <Button kind="primary">Make the space</Button>
        </div>
      </form>
    </>
  )
}

const sideWords: Record<Realm, string> = {
  inside: 'Inside: colleagues only',
  outside: 'Outside: customers and the public',
  bridge: 'Bridge: invited guests with colleagues',
}

import type { PersonCard } from '../../people/accounts/accounts.ts'
import { Button } from '../../ui/button.tsx'
import { Input } from '../../ui/field.tsx'
import { Columns, Crumbs, PageHead, Pages } from '../../ui/page.tsx'
import { AudienceLine } from '../../ui/realm.tsx'
import { Card, Notebox } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { realmNames } from '../spaces/spaces.parts.tsx'
import type { Space } from '../spaces/spaces.ts'
import { type Audience, type Preview, type listReaders, audienceWords } from './audience.ts'

export interface ReadersPageProps {
  readonly space: Space
  readonly audience: Audience
  /** The sentence for the viewer's own reading. */
  readonly own: string | undefined
  readonly readers: Awaited<ReturnType<typeof listReaders>>
  readonly back: { readonly label: string; readonly href: string }
  /** The address of this page, for the form that looks as somebody else. */
  readonly path: string
  readonly find: string
  readonly found: readonly PersonCard[]
  readonly preview: Preview | undefined
  readonly next: number | undefined
}

/** Who can read a space or one thing, each with the reason, and a look at it as somebody else. */
export function ReadersPage(props: ReadersPageProps) {
  const { space, audience, readers } = props
  return (
    <>
      <PageHead title="Who can read this" crumbs={<Crumbs label="You are here" crumbs={[props.back]} />} />
      <Columns asideLabel="Look as somebody else" aside={<LookAs {...props} />}>
        <AudienceLine realm={space.realm} word={realmNames[space.realm]} who={audienceWords(audience)} />
        {props.own ? (
          <p>
            <b>Why you can read it:</b> {props.own}
          </p>
        ) : null}
        {space.realm === 'outside' ? (
          <p>{outsideWords(audience)}</p>
        ) : (
          <>
            <Table
              caption="Everyone who can read it"
              columns={[{ label: 'Name' }, { label: 'Side' }, { label: 'Where they belong' }, { label: 'Why' }]}
              rows={readers.map((reader) => [
                <a href={`/people/${reader.id}-${reader.handle}`}>{reader.displayName}</a>,
                realmNames[reader.realm],
                reader.organisation ?? (reader.jobTitle || audience.company),
                reader.why,
              ])}
            />
            <Pages
              label="More readers"
              older={props.next ? { href: `?after=${props.next}`, label: 'More readers' } : undefined}
            />
          </>
        )}
      </Columns>
    </>
  )
}

function outsideWords(audience: Audience): string {
  if (audience.everyone) return 'No account is needed to read here, and search engines may show it.'
  if (audience.some) return 'They are neither counted nor named: who is near to whom is nobody else’s business.'
  return 'They are counted and not named: who reads what is nobody else’s business outside.'
}

function LookAs(props: ReadersPageProps) {
  const { preview, path, find, found } = props
  return (
    <Card title="Look as somebody else">
      {preview ? (
        <Notebox icon={preview.because ? 'eye' : 'lock-simple'} role="status">
          <p>
            {preview.because ? (
              <>
                <b>{preview.name}</b> can read it. {preview.because}
              </>
            ) : (
              <>
                <b>{preview.name}</b> cannot read it, and finds nothing at this address.
              </>
            )}
          </p>
        </Notebox>
      ) : null}
      <form method="get" action={path} class="stack-s">
        <Input id="find" name="find" label="Whom" hint="The beginning of a name." value={find} />
        <p>
          <Button>Find</Button>
        </p>
      </form>
      {found.length > 0 ? (
        <ul>
          {found.map((person) => (
            <li>
              <a href={`${path}?as=${person.id}`}>{person.displayName}</a>, {realmNames[person.realm].toLowerCase()}
            </li>
          ))}
        </ul>
      ) : find ? (
        <p class="small muted">Nobody whom you can ask about is called so.</p>
      ) : null}
      <p class="small">
        <a href={`${path}?as=visitor`}>A visitor without an account</a>
      </p>
    </Card>
  )
}

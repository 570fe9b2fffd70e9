import type { ComponentChildren } from 'preact'
import type { Realm } from '../../platform/context.ts'
import { type Say, said } from '../../platform/languages/languages.ts'
import type { PersonCard } from '../../people/accounts/accounts.ts'
import { Button } from '../../ui/button.tsx'
import { Input } from '../../ui/field.tsx'
import { Columns, Crumbs, PageHead, Pages } from '../../ui/page.tsx'
import { AudienceLine } from '../../ui/realm.tsx'
import { Card, Notebox } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { bold, linkTo, useWords } from '../../ui/words.tsx'
import { realmNames } from '../spaces/spaces.parts.tsx'
import type { Space } from '../spaces/spaces.ts'
import { type Reasons, sayReasons } from '../reader.access.ts'
import { type Audience, type Preview, type listReaders, audienceWords } from './audience.ts'

export interface ReadersPageProps {
  readonly space: Space
  readonly audience: Audience
  /** The sentence for the viewer's own reading. */
  readonly own: Reasons | undefined
  readonly readers: Awaited<ReturnType<typeof listReaders>>
  readonly back: { readonly label: ComponentChildren; readonly href: string }
  /** The address of this page, for the form that looks as somebody else. */
  readonly path: string
  /** Where the thing stands in the company, for those who may know. */
  readonly places?: ComponentChildren
  /** Whether there is anybody by name about whom the viewer may ask here. */
  readonly asks: boolean
  readonly find: string
  readonly found: readonly PersonCard[]
  readonly preview: Preview | undefined
  readonly next: number | undefined
}

/** Who can read a space or one thing, each with the reason, and a look at it as somebody else. */
export function ReadersPage(props: ReadersPageProps) {
  const say = useWords()
  const { space, audience, readers } = props
  return (
    <>
      <PageHead
        title={say('Who can read this')}
        crumbs={<Crumbs label={say('You are here')} crumbs={[props.back]} />}
      />
      <Columns asideLabel={say('Look as somebody else')} aside={<LookAs {...props} />}>
        <AudienceLine
          realm={space.realm}
          word={say.again(realmNames[space.realm])}
          who={audienceWords(audience, say)}
        />
        {props.own ? (
          <p>{say.with('<b>Why you can read it:</b> {why}', { b: bold, why: sayReasons(say, props.own) })}</p>
        ) : null}
        {space.realm === 'outside' ? (
          <p>{outsideWords(say, audience)}</p>
        ) : (
          <>
            <Table
              caption={say('Everyone who can read it')}
              columns={[{ label: say('Name') }, { label: say('Why') }]}
              rows={readers.map((reader) => [
                <>
                  <a href={`/people/${reader.id}-${reader.handle}`}>
                    <bdi>{reader.displayName}</bdi>
                  </a>
                  <p class="small muted">
                    {say.with('{side}, {place} | a reader: where they stand and what they do', {
                      side: say.again(realmNames[reader.realm]),
                      place: <bdi>{reader.organisation ?? (reader.jobTitle || audience.company)}</bdi>,
                    })}
                  </p>
                </>,
                sayReasons(say, reader.why),
              ])}
            />
            <Pages
              label={say('More readers')}
              older={props.next ? { href: `?after=${props.next}`, label: say('More readers') } : undefined}
            />
          </>
        )}
        {props.places}
      </Columns>
    </>
  )
}

function outsideWords(say: Say, audience: Audience): string {
  if (audience.everyone) return say('No account is needed to read here, and search engines may show it.')
  if (audience.some) return say('They are neither counted nor named: who is near to whom is nobody else’s business.')
  return say('They are counted and not named: who reads what is nobody else’s business outside.')
}

function LookAs(props: ReadersPageProps) {
  const say = useWords()
  const { preview, path, find, found } = props
  return (
    <Card title={say('Look as somebody else')}>
      {preview ? (
        <Notebox icon={preview.because ? 'eye' : 'lock-simple'} role="status">
          <p>
            {preview.because
              ? say.with('<b>{name}</b> can read it. {because}', {
                  b: bold,
                  name: nameOf(say, preview),
                  because: sayReasons(say, preview.because),
                })
              : say.with('<b>{name}</b> cannot read it, and finds nothing at this address.', {
                  b: bold,
                  name: nameOf(say, preview),
                })}
          </p>
        </Notebox>
      ) : null}
      {props.asks ? (
        <form method="get" action={path} class="stack-s">
          <Input id="find" name="find" label={say('Whom')} hint={say('The beginning of a name.')} value={find} />
          <p>
            <Button>{say('Find')}</Button>
          </p>
        </form>
      ) : null}
      {found.length > 0 ? (
        <ul>
          {found.map((person) => (
            <li>
              {say.with('<a>{name}</a>, {side}', {
                a: linkTo(`${path}?as=${person.id}`),
                name: <bdi>{person.displayName}</bdi>,
                side: say.again(sides[person.realm]),
              })}
            </li>
          ))}
        </ul>
      ) : find && props.asks ? (
        <p class="small muted">{say('Nobody whom you can ask about is called so.')}</p>
      ) : null}
      <p class="small mt2">
        <a href={`${path}?as=visitor`}>{say('A visitor without an account')}</a>
      </p>
    </Card>
  )
}

function nameOf(say: Say, preview: Preview): string {
  return preview.isVisitor ? say('A visitor') : preview.name
}

/** The sides as they stand within a sentence. */
const sides: Readonly<Record<Realm, string>> = {
  inside: said('inside | a side, within a sentence'),
  outside: said('outside | a side, within a sentence'),
  bridge: said('bridge | a side, within a sentence'),
}

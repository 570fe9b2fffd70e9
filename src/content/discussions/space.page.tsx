import type { ComponentChildren } from 'preact'
import type { FormState } from '../../platform/http/form.ts'
import { type Audience, audienceWords } from '../../realms/audience/audience.ts'
import { type Space, isEmployee } from '../../realms/spaces/spaces.ts'
import { Crumbs, PageHead, Pages } from '../../ui/page.tsx'
import { AudienceLine } from '../../ui/realm.tsx'
import { Empty } from '../../ui/surface.tsx'
import { useWords } from '../../ui/words.tsx'
import { realmNames } from '../../realms/spaces/spaces.parts.tsx'
import { PostComposer, Stream, type StreamParts } from './discussions.parts.tsx'

export interface SpacePageProps extends StreamParts {
  readonly space: Space
  readonly audience: Audience
  readonly mayWrite: boolean
  readonly form: FormState
  readonly next: string | undefined
  /** The button that follows the space; nothing where nothing can be followed. */
  readonly follow?: ComponentChildren
}

/** A space inside or on the bridge: who reads it, a place to write, and what was written. */
export function SpacePage(props: SpacePageProps) {
  const say = useWords()
  const { space, audience } = props
  const exactly = { label: say('Who exactly'), href: `/readers/space/${space.id}` }
  return (
    <>
      <PageHead
        title={<bdi>{space.title}</bdi>}
        intro={space.description ? <bdi>{space.description}</bdi> : undefined}
        crumbs={<Crumbs label={say('You are here')} crumbs={[{ label: say('Spaces'), href: '/inside/spaces' }]} />}
        actions={
          <>
            <a href={`/inside/spaces/${space.slug}/members`}>{say('Members')}</a>
            {isEmployee(props.viewer) ? <a href={`/inside/spaces/${space.slug}/rights`}>{say('Rights')}</a> : null}
            {props.follow}
          </>
        }
      />
      <div class="stack">
        {props.mayWrite ? (
          <PostComposer space={space} audience={audience} form={props.form} change={exactly} />
        ) : (
          <AudienceLine
            realm={space.realm}
            word={say.again(realmNames[space.realm])}
            who={audienceWords(audience, say)}
            exactly={exactly}
          />
        )}
        {props.threads.length === 0 ? (
          <Empty title={say('Nothing here yet')}>
            {say('Write the first post: everyone named above will see it.')}
          </Empty>
        ) : (
          <Stream {...props} />
        )}
        <Pages
          label={say('More posts')}
          older={props.next ? { href: `?after=${props.next}`, label: say('Older posts') } : undefined}
        />
      </div>
    </>
  )
}

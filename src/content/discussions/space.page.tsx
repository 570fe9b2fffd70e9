import type { ComponentChildren } from 'preact'
import type { FormState } from '../../platform/http/form.ts'
import { type Audience, audienceWords } from '../../realms/audience/audience.ts'
import { type Space, isEmployee } from '../../realms/spaces/spaces.ts'
import { Crumbs, PageHead, Pages } from '../../ui/page.tsx'
import { AudienceLine } from '../../ui/realm.tsx'
import { Empty } from '../../ui/surface.tsx'
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
  const { space, audience } = props
  const exactly = { label: 'Who exactly', href: `/readers/space/${space.id}` }
  return (
    <>
      <PageHead
        title={space.title}
        intro={space.description}
        crumbs={<Crumbs label="You are here" crumbs={[{ label: 'Spaces', href: '/inside/spaces' }]} />}
        actions={
          <>
            <a href={`/inside/spaces/${space.slug}/members`}>Members</a>
            {isEmployee(props.viewer) ? <a href={`/inside/spaces/${space.slug}/rights`}>Rights</a> : null}
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
            word={realmNames[space.realm]}
            who={audienceWords(audience)}
            exactly={exactly}
          />
        )}
        {props.threads.length === 0 ? (
          <Empty title="Nothing here yet">Write the first post: everyone named above will see it.</Empty>
        ) : (
          <Stream {...props} />
        )}
        <Pages
          label="More posts"
          older={props.next ? { href: `?after=${props.next}`, label: 'Older posts' } : undefined}
        />
      </div>
    </>
  )
}

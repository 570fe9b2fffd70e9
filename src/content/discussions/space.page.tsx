import type { FormState } from '../../platform/http/form.ts'
import { type Audience, audienceWords } from '../../realms/audience/audience.ts'
import { type Space, mayWriteIn } from '../../realms/spaces/spaces.ts'
import { Composer } from '../../ui/composer.tsx'
import { Crumbs, PageHead, Pages } from '../../ui/page.tsx'
import { AudienceLine } from '../../ui/realm.tsx'
import { Empty } from '../../ui/surface.tsx'
import { Stream, type StreamParts, realmWords } from './discussions.parts.tsx'

export interface SpacePageProps extends StreamParts {
  readonly space: Space
  readonly audience: Audience
  readonly form: FormState
  readonly next: string | undefined
}

/** A space inside or on the bridge: who reads it, a place to write, and what was written. */
export function SpacePage(props: SpacePageProps) {
  const { space, audience, viewer } = props
  return (
    <>
      <PageHead
        title={space.title}
        intro={space.description}
        crumbs={<Crumbs label="You are here" crumbs={[{ label: 'Spaces', href: '/inside/spaces' }]} />}
        actions={<a href={`/inside/spaces/${space.slug}/members`}>Members</a>}
      />
      <AudienceLine
        realm={space.realm}
        word={realmWords[space.realm]}
        who={audienceWords(audience)}
        exactly={{ label: 'Who exactly', href: `/readers/space/${space.id}` }}
      />
      <div class="stack">
        {mayWriteIn(viewer, space).allowed ? (
          <PostComposer space={space} audience={audience} form={props.form} />
        ) : null}
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

/** The composer for a new post in an inside or bridge space: two actions from page to published. */
export function PostComposer(props: {
  space: Space
  audience: Audience
  form: FormState
  change?: { label: string; href: string }
}) {
  const { space, form } = props
  return (
    <Composer
      realm={space.realm}
      action={`/inside/spaces/${space.slug}/threads`}
      audience={{ word: realmWords[space.realm], who: audienceWords(props.audience), change: props.change }}
      formLabel="Write a post"
      label="Your post"
      name="body"
      id="write"
      placeholder={`What should ${space.title} know?`}
      submit={space.realm === 'bridge' ? 'Post to everyone in the room' : 'Post inside'}
      value={form.values.body ?? ''}
      error={form.errors.body}
      editor={{ preview: '/preview', upload: `/files?space=${space.id}`, draft: `post:${space.id}` }}
    />
  )
}

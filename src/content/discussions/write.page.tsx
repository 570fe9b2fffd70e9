import type { FormState } from '../../platform/http/form.ts'
import { type Audience, audienceBeforeWriting } from '../../realms/audience/audience.ts'
import { realmNames } from '../../realms/spaces/spaces.parts.tsx'
import type { Space } from '../../realms/spaces/spaces.ts'
import { Button } from '../../ui/button.tsx'
import { Composer } from '../../ui/composer.tsx'
import { Input, Select } from '../../ui/field.tsx'
import { Crumbs, PageHead } from '../../ui/page.tsx'
import { Empty, Notebox } from '../../ui/surface.tsx'
import { bold, useWords } from '../../ui/words.tsx'
import { editorOf } from '../files/files.ts'
import { OverBridge, readersInShort } from './discussions.parts.tsx'

export interface WritePageProps {
  /** Where the viewer may write, inside first. */
  readonly rooms: readonly Space[]
  readonly room: Space | undefined
  readonly audience: Audience | undefined
  readonly form: FormState
  /** Why it stands here again: it is aimed over the wall, or at a room whose readers were not shown; or they were asked for. */
  readonly again?: 'over-the-wall' | 'other-room' | 'look'
}

/** Writing first, choosing the room beside it. Over the wall it asks once, with the names of those who will read. */
export function WritePage(props: WritePageProps) {
  const say = useWords()
  const { rooms, room, audience, form, again } = props
  const asks = again === 'over-the-wall'
  return (
    <>
      <PageHead
        title={say('Write a post')}
        crumbs={<Crumbs label={say('You are here')} crumbs={[{ label: say('Spaces'), href: '/inside/spaces' }]} />}
      />
      {room && audience ? (
        <div class="stack thread-column">
          {asks ? <AskOnce room={room} audience={audience} /> : null}
          {again === 'other-room' ? <OtherRoom /> : null}
          <Composer
            realm={room.realm}
            action="/inside/write"
            audience={{
              word: say.again(realmNames[room.realm]),
              who: audienceBeforeWriting(audience, say),
              change: { label: say('Who exactly'), href: `/readers/space/${room.id}` },
            }}
            formLabel={say('Write a post')}
            label={say('Your post')}
            name="body"
            id="write"
            placeholder={say('What should the others know?')}
            submit={asks ? say('Post to {space}', { space: room.title }) : say('Post')}
            value={form.values.body ?? ''}
            error={form.errors.body}
            fields={{ shown: room.slug, ...(asks && { confirmed: room.slug }) }}
            tools={<OverBridge audience={audience} checked={form.values.over === 'yes'} />}
            editor={editorOf(room, 'post:write')}
            before={
              <div class="stack-s composer-fields">
                <tango-choice class="stack-s">
                  <Select
                    name="space"
                    label={say('Where')}
                    value={room.slug}
                    error={form.errors.space}
                    autofocus={again === 'look'}
                    options={rooms.map((one) => ({
                      value: one.slug,
                      label: say('{side}: {readers}', {
                        side: say.again(realmNames[one.realm]),
                        readers: readersInShort({ audience: 'space' }, one, say),
                      }),
                    }))}
                  />
                  <span class="without-script">
                    <Button size="s" name="look" value="yes" formnovalidate>
                      {say('Show who reads it there')}
                    </Button>
                  </span>
                </tango-choice>
                <Input
                  name="title"
                  label={say('Title')}
                  hint={say('Not needed for a short note.')}
                  maxlength={200}
                  value={form.values.title}
                  error={form.errors.title}
                />
              </div>
            }
          />
        </div>
      ) : (
        <Empty title={say('No room to write in yet')}>{say('Ask a steward to add you to a space.')}</Empty>
      )}
    </>
  )
}

function OtherRoom() {
  const say = useWords()
  return (
    <Notebox tone="warn" icon="warning-circle" role="alert">
      <p>
        {say.with(
          '<b>You chose another room.</b> Who reads it there stands above your text now. Nothing is posted yet.',
          {
            b: bold,
          },
        )}
      </p>
    </Notebox>
  )
}

function AskOnce(props: { room: Space; audience: Audience }) {
  const say = useWords()
  const { room, audience } = props
  const groups = [{ organisation: audience.company, people: audience.employees }, ...audience.outsiders]
  const readers = groups.map(({ organisation, people }) =>
    say('{number} from {organisation}', { number: people, organisation }),
  )
  return (
    <Notebox tone="warn" icon="warning-circle" role="alert">
      <p>
        {say.with(
          '<b>This goes over the wall.</b> You began it inside. In {space} it is read by {readers}. Nothing is posted yet: read it once more, or choose another room.',
          { b: bold, space: room.title, readers: readers.join(', ') },
        )}
      </p>
    </Notebox>
  )
}

import type { Space } from '../../realms/spaces/spaces.ts'
import { Button } from '../../ui/button.tsx'
import { Fieldset, Radio } from '../../ui/field.tsx'
import { PageHead } from '../../ui/page.tsx'
import { Notebox } from '../../ui/surface.tsx'
import { useWords } from '../../ui/words.tsx'
import type { RobotChoice } from './robots.ts'

/** Where the stewards of a space outside choose what search engines and AI crawlers may do with it. */
export function RobotsPage(props: { space: Space; choice: RobotChoice; kept: boolean }) {
  const say = useWords()
  const { space, choice } = props
  return (
    <>
      <PageHead
        title={say('Search engines and AI in {space}', { space: space.title })}
        voice
        intro={say(
          'People read this space as before. Here you choose what programs may do that read the web for others.',
        )}
      />
      {props.kept ? (
        <Notebox tone="ok" icon="check-circle" role="status">
          {say('Kept. It holds from now on; what others took before stays with them until they come again.')}
        </Notebox>
      ) : null}
      {space.access === 'public' ? null : (
        <Notebox icon="lock-simple">
          {say('Only members read this space, so no robot does, whatever stands here.')}
        </Notebox>
      )}
      <form method="post" action={`/s/${space.slug}/-/robots`} class="stack mt3">
        <Fieldset id="listed" label={say('Search engines may list it')}>
          <Radio
            name="listed"
            value="yes"
            checked={choice.listed}
            label={say('Yes')}
            note={say('It can be found on the web, and stands in the site map and the feeds.')}
          />
          <Radio
            name="listed"
            value="no"
            checked={!choice.listed}
            label={say('No')}
            note={say('Its pages ask not to be listed, and it leaves the site map and every feed.')}
          />
        </Fieldset>
        <Fieldset id="ai" label={say('AI crawlers may read it')}>
          <Radio
            name="ai"
            value="yes"
            checked={choice.ai}
            label={say('Yes')}
            note={say('Companies may use what is written here to train and to feed their AI.')}
          />
          <Radio
            name="ai"
            value="no"
            checked={!choice.ai}
            label={say('No')}
            note={say(
              'robots.txt says no, and known AI crawlers get no page of it. One that hides its name is not noticed.',
            )}
          />
        </Fieldset>
        <div>
          <Button kind="primary">{say('Keep this choice')}</Button>
        </div>
      </form>
      <p class="mt4">
        <a href={`/s/${space.slug}`}>{say('Back to {space}', { space: space.title })}</a>
      </p>
    </>
  )
}

import type { FormState } from '../../platform/http/form.ts'
import { Button, LinkButton } from '../../ui/button.tsx'
import { Check, ErrorSummary, Fieldset, Input, Select } from '../../ui/field.tsx'
import { Crumbs, PageHead } from '../../ui/page.tsx'
import { Empty } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { useWords } from '../../ui/words.tsx'
import { CrossingSpace } from '../crossings/crossings.parts.tsx'
import { realmNames } from '../spaces/spaces.parts.tsx'
import type { Space } from '../spaces/spaces.ts'
import { BridgeState, passesWords } from './bridges.parts.tsx'
import type { Bridge } from './bridges.ts'

/** The standing bridges that somebody may know of. */
export function BridgesPage(props: { bridges: readonly Bridge[]; mayPropose: boolean }) {
  const say = useWords()
  return (
    <>
      <PageHead
        title={say('Standing bridges')}
        intro={say(
          'Two spaces on different sides of the wall, joined by the yes of two people. Every single passing stands in the log of crossings.',
        )}
        crumbs={
          <Crumbs label={say('You are here')} crumbs={[{ label: say('Crossings'), href: '/inside/crossings' }]} />
        }
        actions={
          props.mayPropose ? (
            <LinkButton href="/inside/bridges/new" kind="primary">
              {say('Propose a bridge')}
            </LinkButton>
          ) : null
        }
      />
      {props.bridges.length === 0 ? (
        <Empty title={say('No standing bridge')} realm="bridge">
          <p>{say("Without one, things cross only one by one, by somebody's own act.")}</p>
        </Empty>
      ) : (
        <Table
          caption={say('Standing bridges, those that work or wait first')}
          columns={[
            { label: say('Bridge | between two spaces') },
            { label: say('State') },
            { label: say('Inner end') },
            { label: say('Outer end') },
            { label: say('What passes') },
          ]}
          rows={props.bridges.map((bridge) => [
            <a href={`/inside/bridges/${bridge.id}`} dir="auto">
              {bridge.title}
            </a>,
            <BridgeState bridge={bridge} />,
            <CrossingSpace realm={bridge.innerRealm} title={bridge.innerTitle} />,
            <CrossingSpace realm={bridge.outerRealm} title={bridge.outerTitle} />,
            say.again(passesWords(bridge)),
          ])}
        />
      )}
    </>
  )
}

/** Proposing a bridge: the two ends, what passes, a name and the reason. */
export function NewBridgePage(props: { inner: readonly Space[]; outer: readonly Space[]; form: FormState }) {
  const say = useWords()
  const { values, errors } = props.form
  const options = (spaces: readonly Space[]) =>
    spaces.map((space) => ({
      value: String(space.id),
      label: `${space.title} (${say.again(realmNames[space.realm])})`,
    }))
  return (
    <>
      <PageHead
        title={say('Propose a standing bridge')}
        intro={say(
          'You propose it for a space that you look after. It works once two people have said yes, one for each end.',
        )}
        crumbs={
          <Crumbs label={say('You are here')} crumbs={[{ label: say('Standing bridges'), href: '/inside/bridges' }]} />
        }
      />
      <form method="post" action="/inside/bridges" class="stack form-column">
        <ErrorSummary title={say('It was not proposed')} errors={errors} />
        <Select
          name="one"
          label={say('The end nearer to the inside')}
          options={options(props.inner)}
          value={values.one}
          error={errors.one}
        />
        <Select
          name="other"
          label={say('The end farther out')}
          options={options(props.outer)}
          value={values.other}
          error={errors.other}
        />
        <Fieldset id="passes" label={say('What passes')} error={errors.passes}>
          <Check
            name="in"
            value="yes"
            label={say('In: new threads of the outer space are brought in')}
            note={say('As a live link. No text is copied, and each reader sees what they may read at the source.')}
            checked={values.in === 'yes'}
          />
          <Check
            name="out"
            value="yes"
            label={say('Out: threads of the inner space can be published out')}
            note={say(
              'Only those whose author ticks it and may publish out, and those that somebody with that right releases.',
            )}
            checked={values.out === 'yes'}
          />
        </Fieldset>
        <Input
          name="title"
          label={say('What it is called')}
          maxlength={120}
          required
          value={values.title}
          error={errors.title}
        />
        <Input
          name="reason"
          label={say('Why')}
          hint={say('One sentence. Those who decide for the other end read it, with the names of both spaces.')}
          maxlength={500}
          required
          value={values.reason}
          error={errors.reason}
        />
        <p>
          <Button kind="primary">{say('Propose this bridge')}</Button>
        </p>
      </form>
    </>
  )
}

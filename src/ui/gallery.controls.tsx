import type { ComponentChildren } from 'preact'
import { ActionButton, Button, ButtonGroup, CrossingButton, LinkButton } from './button.tsx'
import { Check, ErrorSummary, Fieldset, Input, Radio, Select, Switch, Textarea } from './field.tsx'
import { RealmChip, AudienceLine } from './realm.tsx'
import { Segmented, SegmentedChoice, Tabs } from './tabs.tsx'

/** One part of the gallery under its name. */
export function Shown(props: { name: string; note?: string; children: ComponentChildren }) {
  return (
    <section class="g">
      <h3>{props.name}</h3>
      {props.note ? <p class="g-note">{props.note}</p> : null}
      <div class="g-body">{props.children}</div>
    </section>
  )
}

/** The parts that are pressed and filled in. `at` keeps the ids of the light and the dark column apart. */
export function ControlsShown(props: { at: string }) {
  const { at } = props
  return (
    <>
      <RealmsShown at={at} />
      <ButtonsShown at={at} />
      <FieldsShown at={at} />
      <Shown name="Checkbox, radio, switch">
        <div class="row">
          <Check name={`${at}-c1`} label="Attach" checked />
          <Check name={`${at}-c2`} label="Comments" note="with their names" />
          <Check name={`${at}-c3`} label="Locked" disabled />
        </div>
        <Fieldset id={`${at}-whose`} label="Whose" hint="You can change it later">
          <Radio name={`${at}-r`} value="mine" label="Mine" checked />
          <Radio name={`${at}-r`} value="all" label="All" />
        </Fieldset>
        <div class="row">
          <Switch name={`${at}-s1`} label="Presence" checked />
          <Switch name={`${at}-s2`} label="Quiet hours" />
        </div>
      </Shown>
      <Shown name="Tabs, segmented">
        <Tabs
          label={`Tabs, ${at}`}
          tabs={[
            { href: '#posts', label: 'Posts', current: true },
            { href: '#pages', label: 'Pages', count: 12 },
            { href: '#decisions', label: 'Decisions', count: 3 },
          ]}
        />
        <div class="row">
          <Segmented
            label={`Show, ${at}`}
            segments={[
              { href: '#all', label: 'All', current: true },
              { href: '#in', label: 'Inside', realm: 'inside' },
              { href: '#out', label: 'Outside', realm: 'outside' },
            ]}
          />
        </div>
        <div class="row">
          <SegmentedChoice
            label={`Order, ${at}`}
            name={`${at}-order`}
            value="new"
            choices={[
              { value: 'new', label: 'Newest' },
              { value: 'old', label: 'Oldest' },
            ]}
          />
        </div>
      </Shown>
    </>
  )
}

function RealmsShown(props: { at: string }) {
  const exactly = { label: 'Who exactly', href: '#who' }
  return (
    <>
      <Shown name="Realm mark, chip, edge" note="Square, both, round. Wall, hatch, beads.">
        <div class="row">
          <RealmChip realm="inside">Inside</RealmChip>
          <RealmChip realm="bridge">Bridge</RealmChip>
          <RealmChip realm="outside">Outside</RealmChip>
        </div>
        <div class="edges">
          <span data-realm="inside" />
          <span data-realm="bridge" />
          <span data-realm="outside" />
        </div>
      </Shown>
      <Shown name="Audience line">
        <AudienceLine
          realm="inside"
          word="Inside"
          who="Battery & Range · 38 people"
          exactly={{ label: 'Who exactly', popover: `${props.at}-why` }}
        />
        <AudienceLine
          realm="bridge"
          word="Bridge"
          who="Cell supply room · 9 from Velund, 3 from Kettenwerk GmbH"
          exactly={exactly}
        />
        <AudienceLine realm="outside" word="Outside" who="Anyone on the web" exactly={exactly} />
        <AudienceLine
          realm="outside"
          word="Private line"
          who="Ines Carvalho and rider care, 9 people"
          exactly={exactly}
        />
        <AudienceLine realm="outside" word="Outside" who="Your 2nd degree · 64 people" />
      </Shown>
    </>
  )
}

function ButtonsShown(props: { at: string }) {
  return (
    <>
      <Shown name="Button">
        <div class="row">
          <Button kind="primary">Post inside</Button>
          <Button>Edit</Button>
          <Button kind="quiet">Cancel</Button>
          <Button kind="danger">Erase</Button>
          <LinkButton href="#open" icon="arrow-square-out">
            Open
          </LinkButton>
        </div>
        <div class="row">
          <Button kind="primary" disabled>
            Post inside
          </Button>
          <Button disabled>Edit</Button>
          <ActionButton action="#follow" pressed>
            Following
          </ActionButton>
          <Button aria-busy="true">Saving</Button>
          <Button extra="show-focus">Focus</Button>
        </div>
        <div class="row">
          <Button size="s">Small</Button>
          <Button icon="bell" iconOnly label={`Follow, ${props.at}`} />
          <Button kind="primary" size="l">
            Large
          </Button>
          <ButtonGroup>
            <Button kind="primary">Send</Button>
            <Button kind="primary" icon="caret-down" iconOnly label={`Other ways to send, ${props.at}`} />
          </ButtonGroup>
        </div>
      </Shown>
      <Shown name="Crossing button" note="The only buttons in two colours. They always open a preview.">
        <div class="row">
          <CrossingButton direction="out">Publish out</CrossingButton>
          <CrossingButton direction="in" href="#bring-in">
            Bring in
          </CrossingButton>
          <CrossingButton direction="out" disabled>
            Publish out
          </CrossingButton>
        </div>
      </Shown>
    </>
  )
}

function FieldsShown(props: { at: string }) {
  const { at } = props
  return (
    <Shown name="Field">
      <ErrorSummary
        id={`${at}-errors`}
        title="One thing is missing"
        errors={{ [`${at}-end`]: 'There is no such day' }}
      />
      <div class="g2">
        <Input name={`${at}-name`} label="Space name" value="Battery & Range" hint="People see it everywhere" />
        <Input name={`${at}-end`} label="End date" value="31 February" error="There is no such day" />
        <Select
          name={`${at}-axis`}
          label="Axis"
          value="function"
          options={[
            { value: 'function', label: 'Function' },
            { value: 'product', label: 'Product' },
          ]}
        />
        <Input name={`${at}-sponsor`} label="Sponsor" placeholder="Nobody yet" disabled />
      </div>
      <Textarea name={`${at}-reason`} label="Reason" rows={2} value="63 riders wait for an answer" />
    </Shown>
  )
}

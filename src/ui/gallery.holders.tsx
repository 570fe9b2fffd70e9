import { Button, CrossingButton } from './button.tsx'
import { CrossingPreview, Stays } from './crossing.tsx'
import { Shown } from './gallery.controls.tsx'
import { Dialog, DialogButton, Menu, OpenMenu, Popover, PopoverButton, Toast } from './overlay.tsx'
import { Crumbs, Pages } from './page.tsx'
import { Reach, ReachHead } from './reach.tsx'
import { Results, SearchForm } from './search.tsx'
import { SeamRule } from './seam.tsx'
import { ChartFrame, Legend, Stats } from './stat.tsx'
import { Steps } from './steps.tsx'
import { Card, Conditional, Empty, Notebox, Skeleton } from './surface.tsx'
import { Facts, LinkList, ListDetail, Rows, Table } from './table.tsx'
import { Timeline } from './timeline.tsx'

/** The parts that hold, order and explain other parts. */
export function HoldersShown(props: { at: string }) {
  const { at } = props
  return (
    <>
      <OverlaysShown at={at} />
      <SearchShown at={at} />
      <Shown name="Breadcrumbs, older and newer">
        <Crumbs
          label={`You are here, ${at}`}
          crumbs={[{ label: 'Velund Riders', href: '#home' }, { label: 'Tide', href: '#tide' }, { label: 'Questions' }]}
        />
        <Pages label={`More, ${at}`} newer={{ href: '#n', label: 'Newer' }} older={{ href: '#o', label: 'Older' }} />
      </Shown>
      <Shown name="Timeline">
        <Timeline
          moments={[
            { realm: 'outside', title: 'Ines asks', when: '18 January' },
            { realm: 'inside', title: 'Swarm', text: 'finds the cause', when: '9:52', crossing: true },
            { realm: 'outside', title: 'Official answer', when: '10:41' },
            { icon: 'bell-ringing', title: 'All 63 are told' },
          ]}
        />
      </Shown>
      <CrossingShown at={at} />
      <FiguresShown at={at} />
      <Shown name="Distance bar">
        <ReachHead steps={['Only me', '1st', '2nd', '3rd', 'Members', 'Everyone']} />
        <Reach
          name={`${at}-reach`}
          legend="Where you ride"
          note="Groningen, Porto"
          value="d2"
          steps={[
            { value: 'me', label: 'Only me' },
            { value: 'd1', label: '1st degree' },
            { value: 'd2', label: '2nd degree' },
            { value: 'd3', label: '3rd degree' },
            { value: 'members', label: 'Members' },
            { value: 'all', label: 'Everyone' },
          ]}
          outcome="2nd degree, 64 people"
        />
      </Shown>
      <Shown name="Steps">
        <Steps
          label={`Set-up, ${at}`}
          steps={[
            { state: 'past', title: 'Your house', note: 'Velund, Dutch and English' },
            { state: 'now', title: 'Who looks after each side', note: 'Two offices, two people' },
            { state: 'next', title: 'How people get in' },
          ]}
        />
      </Shown>
      <Shown name="Conditional part">
        <Conditional realm="outside" label="Firmware 4.2 only">
          <p>Version 4.2 switches off too early below 5 °C.</p>
        </Conditional>
        <Conditional realm="bridge" label="Workshops">
          <p>Read the event log first.</p>
        </Conditional>
        <Conditional realm="inside" label="Staff">
          <p>Nineteen sound packs came back in December.</p>
        </Conditional>
      </Shown>
      <Shown name="Notes, empty, skeleton">
        <Notebox tone="info">She can read this record. Your look is logged.</Notebox>
        <Notebox tone="ok" icon="check-circle">
          The answer is public since 10:41.
        </Notebox>
        <Notebox tone="warn">Two readers disagree with step 2.</Notebox>
        <Notebox tone="bad">One source has been silent since 16 January.</Notebox>
        <div class="g2">
          <Empty title="Nobody waits for you" realm="inside">
            <p class="small">The next promise is due tomorrow at 9:00.</p>
          </Empty>
          <Skeleton label={`Loading, ${at}`} />
        </div>
      </Shown>
    </>
  )
}

function OverlaysShown(props: { at: string }) {
  const { at } = props
  const entries = [
    { label: 'Copy link', icon: 'link-simple', href: '#copy', keys: 'y' },
    { label: 'Split from here', icon: 'arrows-split', href: '#split' },
    'rule',
    { label: 'Remove', icon: 'trash', action: '#remove', danger: true },
  ] as const
  return (
    <Shown name="Menu, popover, dialog, toast">
      <div class="row">
        <PopoverButton opens={`${at}-menu`} icon="dots-three">
          More
        </PopoverButton>
        <Menu id={`${at}-menu`} label={`Post menu, ${at}`} entries={[...entries]} />
        <PopoverButton opens={`${at}-why`}>Why 38 people</PopoverButton>
        <Popover id={`${at}-why`} title="Why can 38 people read this?">
          <p class="small soft">It stands in Battery &amp; Range.</p>
          <Facts
            facts={[
              { term: 'By place', detail: 31 },
              { term: 'By invitation', detail: 7 },
              { term: 'Guests', detail: 'none' },
            ]}
          />
        </Popover>
        <DialogButton opens={`${at}-dialog`}>See the dialog</DialogButton>
      </div>
      <div class="g2">
        <OpenMenu label={`Open menu, ${at}`} entries={[...entries]} />
      </div>
      <Dialog
        id={`${at}-dialog`}
        title="This will be public"
        closeLabel={`Close, ${at}`}
        crossing
        footer={
          <>
            <Button>Keep it inside</Button>
            <CrossingButton direction="out">See what leaves</CrossingButton>
          </>
        }
      >
        <p>You began this text inside. Sent here, anyone on the web can read it, search engines too.</p>
      </Dialog>
      <Toast text="Moved to Battery & Range. Links still work.">
        <button type="button">Undo</button>
      </Toast>
    </Shown>
  )
}

function SearchShown(props: { at: string }) {
  return (
    <Shown name="Search with results">
      <SearchForm action="#search" id={`${props.at}-search`} label={`Search, ${props.at}`} value="cold cut-off" boxed />
      <Results
        level={4}
        groups={[
          {
            heading: 'Posts and pages',
            results: [
              {
                href: '#r1',
                realm: 'bridge',
                realmWord: 'Bridge',
                title: (
                  <>
                    How a Velund battery behaves in the <mark>cold</mark>
                  </>
                ),
                note: 'page',
                active: true,
              },
              { href: '#r2', realm: 'outside', realmWord: 'Outside', title: 'Tide 3 switches off', note: 'question' },
              { href: '#r3', realm: 'inside', realmWord: 'Inside', title: 'BMS limits per lot', note: 'page' },
            ],
          },
          {
            heading: 'People who know',
            results: [
              {
                href: '#p',
                face: { id: '1', name: 'Tomasz Wrona', who: 'employee' },
                title: 'Tomasz Wrona',
                note: '3 accepted answers',
              },
            ],
          },
        ]}
        footer="A visitor searching this sees 1 of these 4"
      />
    </Shown>
  )
}

function CrossingShown(props: { at: string }) {
  return (
    <Shown name="Seam and crossing preview">
      <CrossingPreview
        id={`${props.at}-crossing`}
        direction="out"
        level={4}
        title={`Publish out, ${props.at}: this is exactly what leaves`}
        status={{ icon: 'user-focus', label: 'Needs one official voice' }}
        note="Nothing is sent until you confirm"
        inside={{
          heading: 'Inside draft',
          children: (
            <p>
              <Stays>Tomasz</Stays> measured four packs: cells sound.
            </p>
          ),
        }}
        outside={{ heading: 'Public answer', children: <p>We measured four batteries: the cells are sound.</p> }}
        goes={{ heading: 'Goes out', lines: ['8 words, no name', 'To the thread, and to 63 riders'] }}
        stays={{ heading: 'Stays inside', lines: ['14 comments, 5 names, 2 files'] }}
        log="Logged on both sides. Can be recalled within a minute, and a marker stays."
        actions={<CrossingButton direction="out">Publish out</CrossingButton>}
      />
      <SeamRule />
    </Shown>
  )
}

function FiguresShown(props: { at: string }) {
  const table = (
    <Table
      caption={`Venues, ${props.at}`}
      columns={[{ label: 'Venue' }, { label: 'Outcomes', numeric: true }, { label: 'Per hour', numeric: true }]}
      rows={[
        ['Velund Riders', 96, '1.5'],
        ['Web feeds', 4, <span class="muted">too little</span>],
      ]}
      foot={['Together', 100, '1.2']}
    />
  )
  return (
    <>
      <Shown name="Table, rows, links">
        {table}
        <ListDetail
          listLabel={`Conversations, ${props.at}`}
          list={
            <Rows
              items={[
                { href: '#1', current: true, children: 'Ines Carvalho' },
                { href: '#2', children: 'Gustav Ek' },
              ]}
            />
          }
        >
          <p>My Tide switches off.</p>
        </ListDetail>
        <LinkList
          links={[{ href: '#3', label: 'How cold is too cold to charge?', note: 'guide, checked 12 January' }]}
        />
        <Card title="Promises due" level={4} more={{ href: '#all', label: 'All 12' }}>
          <p>Three are near.</p>
        </Card>
      </Shown>
      <Shown name="Stat tile, chart frame, legend">
        <Stats
          stats={[
            { label: 'Told back', value: '87 %', detail: '27 of 31', href: '#told' },
            { label: 'Wall incidents', value: 0, detail: 'proved tonight' },
            { label: 'Lift by swarm', value: 'too little to say', detail: '12 of 30 needed', few: true },
          ]}
        />
        <ChartFrame
          level={4}
          title="Answered within a day"
          intro="Each bar is a week."
          formula="Answered within 24 h of all asked. N = 100."
          table={table}
          tableLabel="The same as a table"
        >
          <svg viewBox="0 0 200 40" role="img" aria-label="Rising from 10 to 30 in three weeks">
            <rect x="10" y="26" width="30" height="10" fill="var(--c-1)" />
            <rect x="60" y="16" width="30" height="20" fill="var(--c-1)" />
            <rect x="110" y="6" width="30" height="30" fill="var(--c-1)" />
          </svg>
          <Legend
            entries={[
              { swatch: 'inside', label: 'By colleagues' },
              { swatch: 'outside', label: 'By customers' },
            ]}
          />
        </ChartFrame>
      </Shown>
    </>
  )
}

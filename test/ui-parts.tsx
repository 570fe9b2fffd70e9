/** Every part of the design system, each saying the words that it is given wherever it takes words. */
import type { VNode } from 'preact'
import { Answer, RemovedAnswer } from '../src/ui/answer.tsx'
import { Avatars, PeopleStrip } from '../src/ui/avatar.tsx'
import { Badge, Office, Pill, Tag, Tags } from '../src/ui/badge.tsx'
import { AccountMenu, Doorway, LanguageSwitch, NoticesLink, SkipLink, Toasts, WriteLink } from '../src/ui/bar.tsx'
import { ActionButton, Button, ButtonGroup, CrossingButton, LinkButton } from '../src/ui/button.tsx'
import { AudienceStrip, Composer } from '../src/ui/composer.tsx'
import { CrossingPreview, Stays } from '../src/ui/crossing.tsx'
import { Check, ErrorSummary, Fieldset, Input, Radio, Select, Switch, Textarea } from '../src/ui/field.tsx'
import { BridgeFrame, Door, DoorSeam, InsideFrame, Masthead, Or, OutsideFrame, SeamFrame } from '../src/ui/frame.tsx'
import { Dialog, DialogButton, Menu, OpenMenu, Popover, PopoverButton, Toast } from '../src/ui/overlay.tsx'
import { AsideSection, Columns, Crumbs, PageHead, Pages } from '../src/ui/page.tsx'
import { Ghost, Post, Pulled, Said, ThreadCard, ThreadList } from '../src/ui/post.tsx'
import { PromiseClock } from '../src/ui/promise.tsx'
import { Reach, ReachHead } from '../src/ui/reach.tsx'
import { AudienceLine, RealmChip, RealmMark, RealmWord } from '../src/ui/realm.tsx'
import { Seam, SeamRule } from '../src/ui/seam.tsx'
import { Results, SearchForm } from '../src/ui/search.tsx'
import { ChartFrame, Legend, Stat, Stats } from '../src/ui/stat.tsx'
import { Steps } from '../src/ui/steps.tsx'
import { Card, Conditional, Empty, Notebox, Skeleton } from '../src/ui/surface.tsx'
import { Facts, LinkList, ListDetail, Rows, Table } from '../src/ui/table.tsx'
import { Segmented, SegmentedChoice, Tabs } from '../src/ui/tabs.tsx'
import { Text } from '../src/ui/text.tsx'
import { Timeline } from '../src/ui/timeline.tsx'
import { SameHere, VoteBox } from '../src/ui/vote.tsx'
import { Time } from '../src/ui/time.tsx'

type Part = (w: string) => VNode

const author = (w: string) => ({ id: 'a', name: w, who: 'customer', href: '/people/1', disclosed: [w] }) as const
const audience = (w: string) => ({ realm: 'outside', word: w, who: w, exactly: { label: w, href: '/who' } }) as const
const account = (w: string) =>
  ({ id: 'me', name: w, who: 'employee', label: w, head: w, menu: [{ label: w, href: '/x' }, 'rule'] }) as const
const tools = (w: string) => ({
  palette: { href: '/go', found: '/go/found', search: '/search', label: w },
  notices: { href: '/notices', label: w, count: 120 },
  account: { ...account(w), menu: [...account(w).menu] },
})
const doorway = (w: string) => ({
  label: w,
  inside: { label: w, href: '/inside' },
  outside: { label: w, href: '/' },
  current: 'inside' as const,
})

export const parts: Record<string, Part> = {
  Answer: (w) => (
    <Answer author={author(w)} meta={w} realm="outside" marks={[{ kind: 'accepted', label: w, note: w }]} footer={w}>
      {w}
    </Answer>
  ),
  RemovedAnswer: (w) => <RemovedAnswer id="x">{w}</RemovedAnswer>,
  Avatars: (w) => (
    <p>
      {w} <Avatars faces={[author(w), { ...author(w), who: 'visitor' }]} />
    </p>
  ),
  PeopleStrip: (w) => (
    <PeopleStrip faces={[{ ...author(w), on: 'here' }]} names={w}>
      {w}
    </PeopleStrip>
  ),
  Badge: (w) => <Badge spoken={w}>{w}</Badge>,
  Pill: (w) => <Pill icon="check">{w}</Pill>,
  Tag: (w) => <Tag href="/tags/x">{w}</Tag>,
  Tags: (w) => <Tags tags={[{ label: w }, { label: w, href: '/tags/x' }]} />,
  Office: (w) => <Office kind="partner">{w}</Office>,
  Doorway: (w) => <Doorway {...doorway(w)} />,
  NoticesLink: (w) => <NoticesLink href="/notices" label={w} count={0} />,
  AccountMenu: (w) => <AccountMenu {...account(w)} menu={[...account(w).menu]} named />,
  LanguageSwitch: (w) => (
    <LanguageSwitch
      action="/language"
      label={w}
      languages={[
        { tag: 'en', name: w, current: true },
        { tag: 'he', name: w, current: false },
      ]}
    />
  ),
  SkipLink: (w) => <SkipLink label={w} />,
  Toasts: (w) => <Toasts>{w}</Toasts>,
  WriteLink: (w) => <WriteLink href="/write" label={w} />,
  Button: (w) => (
    <Button value={w} name="act">
      {w}
    </Button>
  ),
  LinkButton: (w) => <LinkButton href="/x" icon="x" iconOnly label={w} />,
  CrossingButton: (w) => <CrossingButton direction="in">{w}</CrossingButton>,
  ButtonGroup: (w) => (
    <ButtonGroup>
      <Button>{w}</Button>
    </ButtonGroup>
  ),
  ActionButton: (w) => (
    <ActionButton action="/x" fields={{ words: w }} label={w}>
      {w}
    </ActionButton>
  ),
  Composer: (w) => (
    <Composer
      id="c"
      realm="bridge"
      action="/x"
      formLabel={w}
      label={w}
      submit={w}
      placeholder={w}
      value={w}
      error={w}
      note={w}
      guide={w}
      fields={{ hidden: w }}
      editor={{ draft: w, keep: w }}
      audience={{ word: w, who: w, change: { label: w, href: '/x' } }}
    />
  ),
  AudienceStrip: (w) => <AudienceStrip id="s" realm="inside" audience={{ word: w, who: w }} />,
  CrossingPreview: (w) => (
    <CrossingPreview
      direction="out"
      title={w}
      status={{ icon: 'check', label: w }}
      note={w}
      inside={{ heading: w, children: <Stays>{w}</Stays> }}
      outside={{ heading: w, children: w }}
      goes={{ heading: w, lines: [w] }}
      stays={{ heading: w, lines: [] }}
      choice={{ heading: w, children: w }}
      log={w}
      actions={w}
    />
  ),
  Input: (w) => <Input name="a" label={w} hint={w} error={w} value={w} placeholder={w} />,
  Textarea: (w) => <Textarea name="a" label={w} hint={w} error={w} value={w} />,
  Select: (w) => <Select name="a" label={w} options={[{ value: w, label: w }]} value={w} error={w} />,
  Check: (w) => <Check name="a" value={w} label={w} note={w} />,
  Radio: (w) => <Radio name="a" value={w} label={w} note={w} />,
  Switch: (w) => <Switch name="a" label={w} note={w} />,
  Fieldset: (w) => (
    <Fieldset id="f" label={w} hint={w} error={w}>
      <Check label={w} />
    </Fieldset>
  ),
  ErrorSummary: (w) => <ErrorSummary title={w} errors={{ main: w, none: undefined }} />,
  InsideFrame: (w) => (
    <InsideFrame
      {...tools(w)}
      skipLabel={w}
      brand={{ name: w, company: w, href: '/', label: w }}
      doorway={doorway(w)}
      search={{ action: '/search', label: w, value: w, placeholder: w }}
      write={{ href: '/write', label: w }}
      nav={{
        label: w,
        more: w,
        groups: [{ heading: w, items: [{ href: '/', label: w, icon: 'house', count: 3, countLabel: w, tab: true }] }],
      }}
      toasts={<Toast text={w} />}
    >
      {w}
    </InsideFrame>
  ),
  OutsideFrame: (w) => (
    <OutsideFrame
      {...tools(w)}
      skipLabel={w}
      brand={{ name: w, note: w, href: '/' }}
      nav={{ label: w, links: [{ href: '/', label: w, current: true }] }}
      signIn={{ href: '/sign-in', label: w }}
      join={{ href: '/sign-up', label: w }}
      office={w}
      masthead={<Masthead label={w} title={w} note={w} search={{ action: '/s', label: w, id: 'mast' }} />}
      footer={{ note: w, links: [{ href: '/about', label: w }] }}
    >
      {w}
    </OutsideFrame>
  ),
  BridgeFrame: (w) => (
    <BridgeFrame {...tools(w)} skipLabel={w} brandLabel={w} room={{ label: w, href: '/r' }} place={w}>
      {w}
    </BridgeFrame>
  ),
  SeamFrame: (w) => (
    <SeamFrame look="doors" skipLabel={w} brand={{ name: w, note: w, href: '/' }} aside={w} footer={w}>
      <Door realm="inside" id="d1" word={w} title={w} intro={w}>
        <Or>{w}</Or>
        <DoorSeam />
      </Door>
    </SeamFrame>
  ),
  Menu: (w) => (
    <Menu
      id="m"
      label={w}
      head={w}
      entries={[
        { label: w, href: '/x', keys: 'g x', acts: true },
        'rule',
        { label: w, action: '/x', fields: { field: w }, danger: true },
      ]}
    />
  ),
  OpenMenu: (w) => <OpenMenu label={w} entries={[{ label: w, icon: 'x', href: '/x' }]} />,
  Popover: (w) => (
    <div>
      <PopoverButton opens="p">{w}</PopoverButton>
      <Popover id="p" title={w}>
        {w}
      </Popover>
    </div>
  ),
  Dialog: (w) => (
    <div>
      <DialogButton opens="d">{w}</DialogButton>
      <Dialog id="d" title={w} closeLabel={w} footer={w} crossing wide open>
        {w}
      </Dialog>
    </div>
  ),
  Toast: (w) => <Toast text={w}>{w}</Toast>,
  Crumbs: (w) => <Crumbs label={w} crumbs={[{ label: w, href: '/' }, { label: w }]} />,
  PageHead: (w) => <PageHead title={w} intro={w} voice actions={w} />,
  Columns: (w) => (
    <Columns asideLabel={w} aside={<AsideSection title={w}>{w}</AsideSection>}>
      {w}
    </Columns>
  ),
  Pages: (w) => <Pages label={w} newer={{ href: '/n', label: w }} older={{ href: '/o', label: w }} />,
  Post: (w) => (
    <Post realm="inside" author={author(w)} meta={w} audience={audience(w)} more={w} unread footer={w}>
      {w}
    </Post>
  ),
  Pulled: (w) => (
    <Pulled realm="outside" title={w} href="/x" audience={audience(w)}>
      {w}
    </Pulled>
  ),
  Said: (w) => (
    <Said realm="outside" author={author(w)} meta={w} footer={w}>
      {w}
    </Said>
  ),
  Ghost: (w) => <Ghost author={author(w)}>{w}</Ghost>,
  ThreadCard: (w) => (
    <ThreadList>
      <ThreadCard
        kind="idea"
        kindLabel={w}
        title={w}
        href="/x"
        snippet={w}
        meta={w}
        counts={[{ value: 3, label: w }]}
      />
    </ThreadList>
  ),
  PromiseClock: (w) => (
    <PromiseClock share={40} strong={w}>
      {w}
    </PromiseClock>
  ),
  Reach: (w) => (
    <Reach name="r" legend={w} note={w} value="a" steps={[{ value: 'a', label: w }]} outcome={w} limit={w} />
  ),
  ReachHead: (w) => <ReachHead steps={[w, w]} />,
  Time: (w) => (
    <p>
      {w} <Time at={new Date('2026-02-28T23:30:00Z')} now={new Date('2026-03-01T00:30:00Z')} timeZone="UTC" />
    </p>
  ),
  SeamRule: (w) => (
    <div>
      {w}
      <SeamRule />
    </div>
  ),
  AudienceLine: (w) => <AudienceLine {...audience(w)} inline id="line" />,
  RealmChip: (w) => <RealmChip realm="inside">{w}</RealmChip>,
  RealmMark: (w) => <RealmMark realm="bridge" word={w} />,
  RealmWord: (w) => <RealmWord realm="outside">{w}</RealmWord>,
  Seam: (w) => (
    <Seam
      inside={{ chip: w, audience: audience(w), headingId: 'h1', children: <h2 id="h1">{w}</h2> }}
      outside={{ chip: w, audience: audience(w), headingId: 'h2', children: <h2 id="h2">{w}</h2> }}
      knots={[{ direction: 'out', at: 130, label: w, title: w }]}
    />
  ),
  SearchForm: (w) => <SearchForm action="/s" label={w} placeholder={w} value={w} keys="/" boxed />,
  Results: (w) => (
    <Results
      groups={[
        {
          heading: w,
          results: [
            { href: '/1', title: w, note: w, realm: 'inside', realmWord: w },
            { href: '/2', title: w, face: author(w), active: true },
            { href: '/3', title: w, icon: 'tag' },
          ],
        },
      ]}
      footer={w}
    />
  ),
  Stats: (w) => <Stats stats={[{ label: w, value: w, unit: w, detail: w, href: '/x' }]} />,
  Stat: (w) => <Stat label={w} value={w} few />,
  ChartFrame: (w) => (
    <ChartFrame title={w} intro={w} formula={w} table={w} tableLabel={w}>
      <Legend entries={[{ swatch: 'outside', label: w }]} />
    </ChartFrame>
  ),
  Steps: (w) => (
    <Steps
      label={w}
      steps={[
        { title: w, note: w, state: 'past' },
        { title: w, state: 'now' },
      ]}
    />
  ),
  Card: (w) => (
    <Card title={w} more={{ href: '/x', label: w }}>
      {w}
    </Card>
  ),
  Notebox: (w) => (
    <Notebox tone="warn" icon="info" role="note">
      {w}
    </Notebox>
  ),
  Empty: (w) => <Empty title={w}>{w}</Empty>,
  Skeleton: (w) => <Skeleton label={w} />,
  Conditional: (w) => (
    <Conditional realm="inside" label={w}>
      {w}
    </Conditional>
  ),
  Table: (w) => (
    <Table caption={w} columns={[{ label: w }, { label: w, numeric: true }]} rows={[[w, 1]]} foot={[w, 1]} />
  ),
  Facts: (w) => <Facts facts={[{ term: w, detail: w }]} />,
  Rows: (w) => <Rows items={[{ href: '/x', current: true, children: w }]} />,
  ListDetail: (w) => (
    <ListDetail listLabel={w} list={w}>
      {w}
    </ListDetail>
  ),
  LinkList: (w) => <LinkList links={[{ href: '/x', label: w, note: w }]} />,
  Tabs: (w) => <Tabs label={w} tabs={[{ href: '/x', label: w, count: 0, current: true }]} />,
  Segmented: (w) => <Segmented label={w} segments={[{ href: '/x', label: w, realm: 'inside', current: true }]} />,
  SegmentedChoice: (w) => <SegmentedChoice label={w} name="s" choices={[{ value: w, label: w }]} value={w} />,
  Text: (w) => <Text realm="outside">{w}</Text>,
  Timeline: (w) => <Timeline label={w} moments={[{ icon: 'flag', title: w, text: w, when: w, crossing: true }]} />,
  SameHere: (w) => <SameHere count={w} label={w} action="/x" fields={{ words: w }} pressed />,
  VoteBox: (w) => <VoteBox count={w} label={w} href="/sign-in" />,
}

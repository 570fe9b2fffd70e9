import assert from 'node:assert/strict'
import test from 'node:test'
import type { VNode } from 'preact'
import { render } from 'preact-render-to-string'
import { Answer } from './answer.tsx'
import { Badge, Tags } from './badge.tsx'
import { ActionButton, Button, CrossingButton, LinkButton } from './button.tsx'
import { shareClass } from './classes.ts'
import { Composer } from './composer.tsx'
import { CrossingPreview, Stays } from './crossing.tsx'
import { Dialog, DialogButton, Menu, Toast } from './overlay.tsx'
import { Icon } from './icon.tsx'
import { Crumbs, Pages } from './page.tsx'
import { ByLine, Post, Said, ThreadCard } from './post.tsx'
import { PromiseClock, promiseState } from './promise.tsx'
import { Reach } from './reach.tsx'
import { AudienceLine, RealmMark } from './realm.tsx'
import { Results } from './search.tsx'
import { Stat } from './stat.tsx'
import { Table } from './table.tsx'
import { Segmented, SegmentedChoice, Tabs } from './tabs.tsx'
import { Timeline } from './timeline.tsx'
import { SameHere } from './vote.tsx'

const html = (part: VNode) => render(part)
const author = { id: 'a', name: '<b>Eve</b>', who: 'customer', href: '#eve' } as const

test('what people write is escaped, wherever a part takes words', () => {
  const evil = '<script>alert(1)</script>'
  const parts = [
    <Post realm="outside" author={author} meta={evil} audience={{ realm: 'outside', word: evil, who: evil }}>
      {evil}
    </Post>,
    <Said realm="outside" author={author}>
      {evil}
    </Said>,
    <ThreadCard kind="question" kindLabel={evil} title={evil} href="#" snippet={evil} meta={evil} />,
    <AudienceLine realm="inside" word={evil} who={evil} />,
    <Crumbs label={evil} crumbs={[{ label: evil }]} />,
    <Timeline moments={[{ realm: 'inside', title: evil, text: evil }]} />,
  ]
  for (const part of parts) {
    assert.doesNotMatch(html(part), /<script>|<b>Eve/)
    assert.match(html(part), /&lt;script>/)
  }
})

test('a post carries its realm, its audience line and nothing of another realm', () => {
  const post = html(
    <Post
      realm="inside"
      author={author}
      audience={{ realm: 'inside', word: 'Inside', who: '38 people' }}
      html="<p>x</p>"
    />,
  )
  assert.match(post, /^<article class="post" data-realm="inside">/)
  assert.match(
    post,
    /<p class="audience" data-realm="inside"><svg class="mark".*?<b>Inside<\/b> <span>38 people<\/span>/,
  )
  assert.doesNotMatch(post, /outside|bridge/)
})

test('an audience line leads to the exact list by a link or by a popover', () => {
  const line = { realm: 'outside', word: 'Outside', who: 'Anyone' } as const
  assert.match(html(<AudienceLine {...line} exactly={{ label: 'Who', href: '/who' }} />), /<a href="\/who">Who<\/a>/)
  assert.match(
    html(<AudienceLine {...line} exactly={{ label: 'Who', popover: 'list' }} />),
    /<button type="button" popovertarget="list"/,
  )
})

test('where only the mark fits its word is hidden text', () => {
  assert.match(html(<RealmMark realm="bridge" word="Bridge" />), /#m-bridge.*<span class="vh">Bridge<\/span>/)
})

test('a button keeps the attributes of its form and does not leak its look into them', () => {
  const button = html(<Button kind="primary" size="s" icon="bell" name="act" value="x" formaction="/y" children="Do" />)
  assert.match(button, /class="btn primary s"/)
  assert.match(button, /name="act" value="x" formaction="\/y"/)
  assert.doesNotMatch(button, /kind=|size=|icon=/)
})

test('a button of one icon is named', () => {
  assert.match(html(<LinkButton href="#" icon="x" iconOnly label="Close" />), /class="btn icon" aria-label="Close"/)
})

test('a button that acts posts by itself, so that it works without script', () => {
  const form = html(
    <ActionButton action="/follow" fields={{ on: '"1"' }} pressed={false}>
      Follow
    </ActionButton>,
  )
  assert.match(
    form,
    /^<form method="post" action="\/follow" class="inline"><input type="hidden" name="on" value="&quot;1&quot;"/,
  )
  assert.match(form, /aria-pressed="false"/)
})

test('only crossing buttons have a cap, and its arrow tells the direction', () => {
  assert.match(html(<CrossingButton direction="out">Publish out</CrossingButton>), /btn cross".*cap.*#i-arrow-right/)
  assert.match(
    html(<CrossingButton direction="in" children="Bring in" href="/p" />),
    /^<a class="btn cross in".*#i-arrow-left/,
  )
  assert.match(html(<CrossingButton direction="out" children="Publish out" href="/p" />), /data-key="x"/)
  assert.doesNotMatch(html(<CrossingButton direction="out">Publish out</CrossingButton>), /data-key/)
  assert.doesNotMatch(html(<Button kind="primary">Post</Button>), /cap/)
})

test('a composer says who will read before the first word, and its box is described by it', () => {
  const form = html(
    <Composer
      id="answer"
      realm="outside"
      action="/answers"
      formLabel="Write an answer"
      label="Your answer"
      submit="Post publicly"
      audience={{ word: 'Public', who: 'anyone on the web' }}
      value={'</textarea><script>'}
      error="Nothing is written yet"
      fields={{ question: '7' }}
    />,
  )
  assert.ok(form.indexOf('id="answer-to"') < form.indexOf('<textarea'), 'the strip stands first')
  assert.match(form, /<label class="vh" for="answer">Your answer<\/label>/)
  assert.match(form, /aria-describedby="answer-to answer-error"/)
  assert.match(form, /aria-invalid="true"/)
  assert.match(form, /&lt;\/textarea>&lt;script>/)
  assert.match(form, /<input type="hidden" name="question" value="7"/)
  assert.match(form, />Post publicly<\/button>/)
})

test('a vote is a form that says whether it is yours; a visitor is led elsewhere', () => {
  assert.match(
    html(<SameHere count={63} label="same here" action="/same" pressed />),
    /method="post".*aria-pressed="true"/,
  )
  const visitor = html(<SameHere count={63} label="same here" href="/sign-in" />)
  assert.match(visitor, /^<a class="votebox wide" href="\/sign-in">/)
  assert.doesNotMatch(html(<SameHere count={63} label="same here" />), /button|form|href/)
})

test('a promise is near from 75 percent and broken from 100, unless it is kept or paused', () => {
  assert.deepEqual([0, 74, 75, 99, 100, 240].map(promiseState), [
    'running',
    'running',
    'near',
    'near',
    'broken',
    'broken',
  ])
  assert.match(html(<PromiseClock share={79} strong="38 min" />), /class="promise near p-79"/)
  assert.match(html(<PromiseClock share={100} state="kept" strong="kept" />), /class="promise kept p-100"/)
})

test('a share is a class between 0 and 100, whatever comes in', () => {
  assert.deepEqual([-3, 0.4, 99.6, 500, Number.NaN].map(shareClass), ['p-0', 'p-0', 'p-100', 'p-100', 'p-0'])
})

test('an official answer stands in the frame of its mark; a plain one in none', () => {
  const marked = html(
    <Answer author={author} realm="outside" marks={[{ kind: 'official', label: 'Official answer' }]} html="<p>x</p>" />,
  )
  assert.match(marked, /^<article class="answer official"><p class="answer-mark official">.*seal-check-f/)
  assert.match(html(<Answer author={author} realm="outside" html="" />), /^<article class="answer">/)
})

test('a crossing shows both wordings, what goes and what stays, and sends nothing by itself', () => {
  const preview = html(
    <CrossingPreview
      direction="out"
      title="Publish out"
      inside={{ heading: 'Draft', children: <Stays>Tomasz</Stays> }}
      outside={{ heading: 'Answer', html: '<p>We measured</p>' }}
      goes={{ heading: 'Goes out', lines: ['80 words'] }}
      stays={{ heading: 'Stays inside', lines: ['5 names'] }}
      log="Logged"
      actions="—"
    />,
  )
  assert.match(preview, /class="side in" data-realm="inside".*<del class="stays">Tomasz<\/del>/)
  assert.match(preview, /class="side out" data-realm="outside".*<p>We measured<\/p>/)
  assert.doesNotMatch(preview, /<form|<button/)
})

test('menus post, lead or open dialogs without script', () => {
  const menu = html(
    <Menu
      id="m"
      label="More"
      entries={[
        { label: 'Copy', href: '/c' },
        'rule',
        { label: 'Remove', action: '/r', fields: { id: '1' } },
        { label: 'Ask', dialog: 'd' },
      ]}
    />,
  )
  assert.match(menu, /<div class="menu" popover(="[^"]*")? id="m"/)
  assert.match(menu, /<form method="post" action="\/r"><input type="hidden" name="id" value="1"/)
  assert.match(menu, /command="show-modal" commandfor="d"/)
})

test('a dialog is named by its title, and its button opens it', () => {
  assert.match(html(<DialogButton opens="d">Open</DialogButton>), /command="show-modal" commandfor="d"/)
  const dialog = html(
    <Dialog id="d" title="This will be public" closeLabel="Close" crossing>
      x
    </Dialog>,
  )
  assert.match(dialog, /<dialog class="dialog crossing" id="d" aria-labelledby="d-title">/)
  assert.match(dialog, /<form method="dialog"><button class="btn quiet icon s" aria-label="Close">/)
})

test('tabs and segments are links, and say which is the current one', () => {
  const tabs = [
    { href: '/a', label: 'A', current: true },
    { href: '/b', label: 'B', count: 0 },
  ]
  assert.match(
    html(<Tabs label="T" tabs={tabs} />),
    /<a href="\/a" aria-current="page"><bdi>A<\/bdi><\/a><a href="\/b"><bdi>B<\/bdi><span class="n">0/,
  )
  assert.match(html(<Segmented label="S" segments={tabs} />), /<a href="\/a" aria-current="true">/)
  const choice = html(
    <SegmentedChoice
      label="S"
      name="s"
      value="b"
      choices={[
        { value: 'a', label: 'A' },
        { value: 'b', label: 'B' },
      ]}
    />,
  )
  assert.match(choice, /value="b" checked/)
  assert.doesNotMatch(choice, /value="a" checked/)
})

test('names, tags, crumbs and the labels of choices run in their own direction', () => {
  const sara = { id: '1', name: 'سارة', who: 'customer' as const }
  assert.match(html(<ByLine author={sara} />), /<b dir="auto">سارة</)
  assert.match(html(<ByLine author={{ ...sara, href: '/people/1' }} />), /<a href="\/people\/1" dir="auto">سارة</)
  assert.match(html(<Tags tags={[{ label: 'شتاء', href: '/tags/x' }, { label: 'برد' }]} />), /<a [^>]*dir="auto">شتاء/)
  assert.match(html(<Tags tags={[{ label: 'برد' }]} />), /<span class="tag" dir="auto">برد/)
  assert.match(
    html(<Crumbs label="C" crumbs={[{ label: 'غرفة', href: '/s/x' }, { label: 'هنا' }]} />),
    /<a href="\/s\/x"><bdi>غرفة<\/bdi><\/a>.*<bdi>هنا</,
  )
})

test('an icon that points is marked, so that it can be turned round; others are not', () => {
  assert.match(html(<Icon name="caret-right" />), /class="i turns"/)
  assert.match(html(<Icon name="arrow-left" large label="Back" />), /class="i lg turns"/)
  for (const name of ['clock-counter-clockwise', 'check', 'magnifying-glass', 'caret-down'] as const)
    assert.match(html(<Icon name={name} />), /class="i"/, name)
})

test('a list that goes on has links to older and newer, and none when there is nothing', () => {
  assert.match(
    html(<Pages label="More" older={{ href: '?before=9', label: 'Older' }} />),
    /href="\?before=9" rel="next"/,
  )
  assert.equal(html(<Pages label="More" />), '')
})

test('a figure leads to what was counted', () => {
  assert.match(
    html(<Stat label="Told" value="87 %" detail="27 of 31" href="/told" />),
    /^<a class="stat" href="\/told">/,
  )
  assert.match(html(<Stat label="Lift" value="too little to say" few />), /^<div class="stat few">/)
})

test('a table has a caption, heads for columns and rows, and numbers at the end side', () => {
  const table = html(
    <Table caption="Venues" columns={[{ label: 'Venue' }, { label: 'N', numeric: true }]} rows={[['Web', 4]]} />,
  )
  assert.match(table, /role="region" aria-label="Venues"/)
  assert.match(table, /<th scope="col" class="r">N<\/th>/)
  assert.match(table, /<th scope="row">Web<\/th><td class="r">4<\/td>/)
})

test('every hit of a search carries its realm in words', () => {
  const results = html(
    <Results
      groups={[{ heading: 'Posts', results: [{ href: '/1', realm: 'outside', realmWord: 'Outside', title: 'T' }] }]}
    />,
  )
  assert.match(results, /#m-outside.*<span class="vh">Outside<\/span>/)
})

test('a distance bar is a group of choices with exactly one chosen', () => {
  const bar = html(
    <Reach
      name="f"
      legend="Name"
      value="1"
      steps={[
        { value: '0', label: 'Only me' },
        { value: '1', label: '1st' },
      ]}
    />,
  )
  assert.match(bar, /^<fieldset class="reach-row"><legend><b>Name<\/b>/)
  assert.equal(bar.match(/ checked/g)?.length, 1)
  assert.match(bar, /value="1" checked/)
})

test('a count says what is counted to those who only hear it', () => {
  assert.equal(html(<Badge spoken="open">7</Badge>), '<span class="badge">7<span class="vh"> open</span></span>')
})

test('a toast repeats what happened', () => {
  assert.match(html(<Toast text="Published out" />), /<tango-toast class="toast">.*<span>Published out<\/span>/)
})

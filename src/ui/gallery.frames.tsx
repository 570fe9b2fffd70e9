import { Answer } from './answer.tsx'
import { Avatar } from './avatar.tsx'
import { Pill } from './badge.tsx'
import { Button } from './button.tsx'
import { Composer } from './composer.tsx'
import { InsideFrame, Masthead, OutsideFrame } from './frame.tsx'
import { BridgeSample, SignInSample, SwarmSample } from './gallery.crossing.tsx'
import { anyone, doorway, ines, insideFrame, menu, mirela, outsideFrame, tomasz } from './gallery.people.tsx'
import { AsideSection, Columns, Crumbs, PageHead, Pages } from './page.tsx'
import { ByLine, Post, ThreadCard, ThreadList } from './post.tsx'
import { PromiseClock } from './promise.tsx'
import { AudienceLine } from './realm.tsx'
import { Card } from './surface.tsx'
import { Segmented, Tabs } from './tabs.tsx'
import { Text } from './text.tsx'
import { Timeline } from './timeline.tsx'
import { SameHere } from './vote.tsx'

/** A stream inside. */
export function InsideSample() {
  return (
    <InsideFrame {...insideFrame}>
      <PageHead
        title="Stream"
        intro="14 new since yesterday 17:40, newest first."
        actions={
          <Segmented
            label="Show"
            segments={[
              { href: '#all', label: 'Everything', current: true },
              { href: '#in', label: 'Inside', realm: 'inside' },
              { href: '#bridge', label: 'Bridge', realm: 'bridge' },
              { href: '#out', label: 'Outside', realm: 'outside' },
            ]}
          />
        }
      />
      <Columns
        asideLabel="For you today"
        aside={
          <Card title="Promises due" more={{ href: '#all', label: 'All 12' }}>
            <ul role="list" class="due-list">
              <li>
                <a href="#answer">Answer Ines Carvalho by mail</a>
                <PromiseClock share={79} strong="38 min">
                  left of 3 h
                </PromiseClock>
              </li>
            </ul>
          </Card>
        }
      >
        <Composer
          realm="inside"
          action="#post"
          formLabel="Write"
          label="Your post"
          submit="Post inside"
          placeholder="What should Battery & Range know?"
          audience={{
            word: 'Inside',
            who: 'Battery & Range · 38 people, no guests can read this',
            change: { label: 'Change who reads', href: '#audience' },
          }}
          tools={<Button type="button" kind="quiet" icon="paperclip" iconOnly label="Attach a file" />}
          note="Draft kept"
          editor={{ preview: '/preview', upload: '/upload', draft: 'sample', suggest: '/suggest' }}
        />
        <Post
          realm="inside"
          author={tomasz}
          meta="Cells & BMS · 9:52"
          unread
          audience={{ realm: 'inside', word: 'Inside', who: 'Battery & Range · 38 people' }}
          footer={
            <Button kind="quiet" icon="chat-circle">
              Reply · 6
            </Button>
          }
        >
          <p>Measured four packs overnight at −4 °C. The cells are fine.</p>
        </Post>
        <Post realm="outside" author={ines} meta="rides a Tide 3 · 9:31" audience={anyone}>
          <p>If you keep the battery indoors until you leave, the cut-off does not come.</p>
        </Post>
      </Columns>
    </InsideFrame>
  )
}

/** A question with its answers, read by a visitor. */
export function OutsideSample() {
  return (
    <OutsideFrame
      {...outsideFrame}
      signIn={{ href: '#sign-in', label: 'Sign in' }}
      join={{ href: '#join', label: 'Join' }}
    >
      <Crumbs
        label="You are here"
        crumbs={[{ label: 'Velund Riders', href: '#home' }, { label: 'Tide', href: '#tide' }, { label: 'Questions' }]}
      />
      <div class="cols">
        <div>
          <article class="q">
            <header>
              <p class="row tight">
                <Pill icon="check-circle" tone="ok">
                  Solved
                </Pill>
                <span class="small muted">Question · Tide 3 · firmware 4.2</span>
              </p>
              <h1>Tide 3 shows 40 % and then switches off below 3 °C</h1>
              <div class="row">
                <Avatar {...ines} />
                <div>
                  <ByLine author={ines} meta="rides a Tide 3 in Porto · 18 January, 7:51" />
                  <AudienceLine {...anyone} exactly={{ label: 'Who exactly', href: '#who' }} />
                </div>
              </div>
            </header>
            <Text
              realm="outside"
              html="<p>Twice this week I pushed 23 kg of bike up the last hill. The display said 40 %, then black. After ten minutes indoors it wakes up and claims 38 % as if nothing had happened.</p><p>Is the pack dying, or is it the software?</p>"
            />
            <footer class="row">
              <SameHere count={63} label="same here, you too" action="#same" pressed />
              <span class="small muted">You will be told when this changes.</span>
            </footer>
          </article>
          <section class="answers" aria-labelledby="answers-title">
            <div class="row between">
              <h2 id="answers-title">29 answers</h2>
              <Segmented
                label="Order"
                segments={[
                  { href: '#best', label: 'Most helpful', current: true },
                  { href: '#old', label: 'Oldest' },
                ]}
              />
            </div>
            <Answer
              author={mirela}
              realm="outside"
              meta="Rider care at Velund · 19 January, 10:41"
              marks={[{ kind: 'official', label: 'Official answer', note: 'Velund stands behind this' }]}
              footer={
                <Button kind="quiet" size="s" icon="hands-clapping">
                  Helped me · 58
                </Button>
              }
            >
              <p>It is the software, Ines, not your pack.</p>
            </Answer>
            <Pages label="More answers" older={{ href: '#more', label: 'Show 26 more answers' }} />
          </section>
        </div>
        <aside aria-label="About this question">
          <AsideSection title="What came of it">
            <Timeline
              moments={[
                { realm: 'outside', title: 'Ines asks', text: '62 riders have the same', when: '18 January' },
                { realm: 'outside', title: 'Velund answers', when: '19 January' },
              ]}
            />
          </AsideSection>
        </aside>
      </div>
    </OutsideFrame>
  )
}

/** The home of a community, seen by an employee who stands outside. */
export function OutsideHomeSample() {
  return (
    <OutsideFrame
      {...outsideFrame}
      doorway={{ ...doorway, current: 'outside' }}
      office="You are outside. You write as Velund, official voice."
      notices={{ href: '#notices', label: 'Notices, 1 new', count: 1 }}
      account={{ id: 'mirela', name: 'Mirela Popescu', who: 'official', label: 'your account', menu }}
      masthead={
        <Masthead
          label="Ask the community"
          title="Somebody here has already ridden through it."
          search={{ action: '#search', label: 'Ask or search', placeholder: 'What is your bike doing?' }}
          note="9 214 riders, 31 people from Velund."
        />
      }
    >
      <h2 class="vh">Latest conversations</h2>
      <Tabs
        label="Conversations"
        tabs={[
          { href: '#new', label: 'Newest', current: true },
          { href: '#un', label: 'Unanswered', count: 38 },
        ]}
      />
      <ThreadList>
        <ThreadCard
          kind="question"
          kindLabel="Question"
          title="Tide 3 shows 40 % and then switches off below 3 °C"
          href="#thread"
          snippet="Twice this week I pushed 23 kg of bike up the last hill."
          meta={<span>Ines Carvalho · Tide 3</span>}
          counts={[{ value: 63, label: 'same here' }]}
        />
      </ThreadList>
    </OutsideFrame>
  )
}

/** One page for each frame, by the name under which it may be looked at. */
export const frameSamples = {
  inside: InsideSample,
  outside: OutsideSample,
  'outside-home': OutsideHomeSample,
  swarm: SwarmSample,
  bridge: BridgeSample,
  'sign-in': SignInSample,
}

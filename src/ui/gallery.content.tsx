import { Answer, RemovedAnswer } from './answer.tsx'
import { Avatar, Avatars, PeopleStrip } from './avatar.tsx'
import { Badge, Office, Pill, Tags } from './badge.tsx'
import { Button } from './button.tsx'
import { Composer } from './composer.tsx'
import { Shown } from './gallery.controls.tsx'
import { Post, Pulled, Said, ThreadCard, ThreadList, type Author } from './post.tsx'
import { PromiseClock } from './promise.tsx'
import { Text } from './text.tsx'
import { Time } from './time.tsx'
import { SameHere, VoteBox } from './vote.tsx'

const aiko: Author = { id: 'aiko', name: 'Aiko Tanaka', who: 'employee', href: '#aiko' }
const petra: Author = { id: 'petra', name: 'Petra Kovač', who: 'partner', href: '#petra' }
const gustav: Author = {
  id: 'gustav',
  name: 'Gustav Ek',
  who: 'customer',
  href: '#gustav',
  office: <Office kind="champion">Champion</Office>,
}
const mirela: Author = {
  id: 'mirela',
  name: 'Mirela Popescu',
  who: 'official',
  href: '#mirela',
  office: <Office>Velund, official voice</Office>,
}
const now = new Date('2027-01-19T11:30:00Z')

/** The parts that people fill with what they say. */
export function ContentShown(props: { at: string }) {
  const { at } = props
  return (
    <>
      <SignsShown />
      <PromisesShown />
      <ComposersShown at={at} />
      <PostsShown at={at} />
      <Shown name="Answer">
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
          <p>It is the software, not your pack.</p>
        </Answer>
        <Answer
          author={gustav}
          realm="outside"
          meta="rides a Cairn · 18 January, 19:20"
          marks={[{ kind: 'accepted', label: 'Accepted answer', note: 'chosen by Ines Carvalho' }]}
        >
          <p>Keep the battery indoors until you leave.</p>
        </Answer>
        <RemovedAnswer>
          A reply was removed on 18 January: it named another rider’s address (house rule 4).
        </RemovedAnswer>
      </Shown>
      <Shown name="Written text">
        <Text
          realm="outside"
          html={
            '<p>Markdown makes <strong>this</strong>, <em>this</em>, <code>code</code> and <a href="#l">links</a>.</p>' +
            '<ul><li>one</li><li>two</li></ul><blockquote><p>Said before</p></blockquote>' +
            '<pre tabindex="0"><code>tide --log 3\noff at 3 °C with 41 %</code></pre>'
          }
        />
      </Shown>
      <Shown name="Thread card">
        <ThreadList>
          <ThreadCard
            kind="question"
            kindLabel="Question"
            title="Tide 3 shows 40 % and then switches off"
            href="#thread"
            snippet="Twice this week I pushed 23 kg of bike up the last hill."
            meta={
              <>
                <Pill icon="check-circle" tone="ok">
                  Solved
                </Pill>
                <span>Ines Carvalho · Tide 3</span>
                <Time at={new Date('2027-01-18T07:51:00Z')} now={now} timeZone="UTC" />
              </>
            }
            counts={[
              { value: 63, label: 'same here' },
              { value: 29, label: 'answers' },
            ]}
          />
        </ThreadList>
      </Shown>
      <Shown name="Vote, same here">
        <div class="row">
          <VoteBox count="412" label="votes" action="#vote" />
          <VoteBox count="413" label="with you" action="#vote" pressed />
          <SameHere count="62" label="same here?" action="#same" />
          <SameHere count="63" label="same here, you too" action="#same" pressed />
          <SameHere count="62" label="same here" />
        </div>
      </Shown>
    </>
  )
}

function SignsShown() {
  return (
    <>
      <Shown name="Badge, status pill, tag, office">
        <div class="row">
          <Badge spoken="open">7</Badge>
          <Badge tone="new">new</Badge>
          <Badge tone="hot">late</Badge>
          <Badge tone="due">due</Badge>
        </div>
        <div class="row">
          <Pill icon="circle-dashed">Free</Pill>
          <Pill icon="road-horizon" tone="info">
            Planned
          </Pill>
          <Pill icon="check-circle" tone="ok">
            Solved
          </Pill>
          <Pill icon="hourglass-medium" tone="warn">
            Owed
          </Pill>
          <Pill icon="warning" tone="bad">
            Broken
          </Pill>
        </div>
        <div class="row">
          <Tags tags={[{ label: 'brown-out', href: '#t' }, { label: 'winter' }]} />
          <Office>Velund, official voice</Office>
          <Office kind="champion">Champion</Office>
          <Office kind="partner">Kettenwerk GmbH</Office>
        </div>
      </Shown>
      <Shown name="Avatar">
        <div class="row">
          <Avatar id="1" name="Tomasz Wrona" who="employee" size="l" on="here" />
          <Avatar id="mirela" name="Mirela Popescu" who="official" />
          <Avatar id="petra" name="Petra Kovač" who="partner" size="l" />
          <Avatar id="3" name="Ines Carvalho" who="customer" size="l" />
          <Avatar id="4" name="" who="visitor" size="l" />
          <Avatars faces={[aiko, petra, gustav]} />
        </div>
        <PeopleStrip
          faces={[
            { ...aiko, on: 'here' },
            { id: '1', name: 'Tomasz Wrona', who: 'employee', on: 'busy' },
            { id: 'lena', name: 'Lena Brandt', who: 'employee', on: 'away' },
          ]}
          names="Aiko Tanaka, here; Tomasz Wrona, busy; Lena Brandt, away"
        >
          3 here now
        </PeopleStrip>
        <p class="small soft">
          Employee, official voice, partner, customer, visitor. Here, away, busy by dot, ring, square.
        </p>
      </Shown>
    </>
  )
}

function PromisesShown() {
  return (
    <Shown name="Promise clock">
      <div class="row">
        <PromiseClock share={35} strong="2 h 36">
          left of 4 h
        </PromiseClock>
        <PromiseClock share={79} strong="38 min">
          left
        </PromiseClock>
        <PromiseClock share={100} strong="1 h 20 over" />
      </div>
      <div class="row">
        <PromiseClock share={55} state="paused">
          waits for rider
        </PromiseClock>
        <PromiseClock share={100} state="kept" strong="kept">
          after 3 h 10
        </PromiseClock>
      </div>
    </Shown>
  )
}

function ComposersShown(props: { at: string }) {
  const { at } = props
  const change = { label: 'Change', href: '#audience' }
  return (
    <Shown name="Composer">
      <Composer
        id={`${at}-w1`}
        realm="inside"
        action="#inside"
        formLabel={`Inside composer, ${at}`}
        label="Post"
        submit="Post inside"
        placeholder="What should they know?"
        audience={{ word: 'Inside', who: 'Battery & Range · 38 people', change }}
        note="Draft kept"
      />
      <Composer
        id={`${at}-w2`}
        realm="bridge"
        action="#bridge"
        formLabel={`Bridge composer, ${at}`}
        label="Post"
        submit="Post to the room"
        placeholder="Write to the room"
        audience={{ word: 'Bridge', who: '3 people from Kettenwerk GmbH read this', change }}
      />
      <Composer
        id={`${at}-w3`}
        realm="outside"
        action="#outside"
        formLabel={`Outside composer, ${at}`}
        label="Post"
        submit="Post publicly"
        placeholder="Write in public"
        audience={{ word: 'Public', who: 'anyone on the web', change }}
        error="Nothing is written yet"
        guide="Say what you tried. Leave out names and addresses of others."
        editor={{ preview: '#preview', upload: '#upload' }}
      />
    </Shown>
  )
}

function PostsShown(props: { at: string }) {
  const more = (name: string) => (
    <Button kind="quiet" size="s" icon="dots-three" iconOnly label={`More, ${name}, ${props.at}`} />
  )
  return (
    <Shown name="Post, said">
      <Post
        realm="inside"
        author={aiko}
        meta="Firmware · 10:04"
        audience={{ realm: 'inside', word: 'Inside', who: 'Swarm · 6 people' }}
        more={more('Aiko Tanaka')}
        unread
        after={
          <Pulled
            realm="outside"
            title="Tide 3 shows 40 % and then switches off"
            href="#thread"
            audience={{ realm: 'outside', word: 'Outside', who: 'Question by Ines Carvalho' }}
          >
            “Twice this week I pushed 23 kg of bike up the last hill…”
          </Pulled>
        }
      >
        <p>I can make it depend on temperature.</p>
      </Post>
      <Post
        realm="bridge"
        author={petra}
        meta="Kettenwerk · 8:47"
        audience={{ realm: 'bridge', word: 'Bridge', who: '9 from Velund, 3 from Kettenwerk' }}
        more={more('Petra Kovač')}
      >
        <p>The February lot is reserved for you.</p>
      </Post>
      <Post
        realm="outside"
        author={gustav}
        meta="9:31"
        audience={{ realm: 'outside', word: 'Outside', who: 'Anyone on the web' }}
        more={more('Gustav Ek')}
        footer={
          <Button kind="quiet" icon="chat-circle">
            Reply · 14
          </Button>
        }
      >
        <p>Keep the battery indoors until you leave.</p>
      </Post>
      <Said realm="outside" author={gustav} meta="18 January, 19:20">
        <p>I got 31 km at −6 °C.</p>
      </Said>
    </Shown>
  )
}

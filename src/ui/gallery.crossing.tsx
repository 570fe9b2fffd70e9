import { PeopleStrip } from './avatar.tsx'
import { Badge } from './badge.tsx'
import { Button, CrossingButton, LinkButton } from './button.tsx'
import { Composer } from './composer.tsx'
import { CrossingPreview, Stays } from './crossing.tsx'
import { Input } from './field.tsx'
import { BridgeFrame, Door, DoorSeam, InsideFrame, Or, SeamFrame } from './frame.tsx'
import { anyone, ines, insideFrame, menu, mirela, skipLabel, tomasz } from './gallery.people.tsx'
import { Crumbs, PageHead } from './page.tsx'
import { Ghost, Post, Said } from './post.tsx'
import { Seam } from './seam.tsx'

/** The two-sided page: companion inside, public question outside, the seam between, the crossing beneath. */
export function SwarmSample() {
  return (
    <InsideFrame {...insideFrame} rail>
      <PageHead
        title="Swarm: Tide 3 switches off in the cold"
        intro="Six colleagues, four functions, since 8:10 today."
        crumbs={
          <Crumbs label="You are here" crumbs={[{ label: 'Service', href: '#service' }, { label: 'Case 2287' }]} />
        }
        actions={
          <>
            <Button icon="user-plus">Call a colleague</Button>
            <Button kind="primary">Close the swarm</Button>
          </>
        }
      />
      <Seam
        knots={[
          { direction: 'in', at: 20, label: '8:10' },
          { direction: 'out', at: 70, label: 'next' },
        ]}
        inside={{
          chip: 'Companion thread',
          headingId: 'side-in-title',
          audience: { realm: 'inside', word: 'Inside', who: '6 people in this swarm, nobody else' },
          children: (
            <>
              <h2 id="side-in-title" class="vh">
                Inside companion thread
              </h2>
              <PeopleStrip faces={[{ ...tomasz, on: 'here' }]} names="Tomasz Wrona, here">
                1 here now
              </PeopleStrip>
              <Post realm="inside" author={tomasz} meta="Cells & BMS · 9:52">
                <p>Not the same. Cells are sound at −4 °C, four packs.</p>
              </Post>
              <Composer
                realm="inside"
                action="#post"
                formLabel="Write to the swarm"
                label="Message to the swarm"
                submit="Send inside"
                placeholder="Write to the swarm"
                audience={{ word: 'Inside', who: '6 people in this swarm' }}
              />
            </>
          ),
        }}
        outside={{
          chip: 'Public question',
          headingId: 'side-out-title',
          audience: anyone,
          children: (
            <>
              <h2 id="side-out-title" class="voice-h">
                Tide 3 shows 40 % and then switches off below 3 °C
              </h2>
              <Said realm="outside" author={ines} meta="18 January, 7:51">
                <p>Is the pack dying, or is it the software?</p>
              </Said>
              <p class="row tight small">
                <Badge>63</Badge> same here
              </p>
              <Ghost author={mirela}>The official answer will stand here. It is not public yet.</Ghost>
            </>
          ),
        }}
      />
      <div class="mt6">
        <CrossingPreview
          direction="out"
          title="Publish out: this is exactly what leaves"
          status={{ icon: 'user-focus', label: 'Needs one official voice' }}
          note="Nothing is sent until you confirm"
          inside={{
            heading: 'Inside draft, from 3 posts',
            children: (
              <p>
                It is the software. <Stays>Tomasz Wrona</Stays> measured four packs at −4 °C: cells sound.
              </p>
            ),
          }}
          outside={{
            heading: 'Public answer by Mirela Popescu',
            html: '<p>It is the software, Ines, not your pack.</p>',
          }}
          goes={{ heading: 'Goes out', lines: ['80 words, one name', 'To 63 riders who said “same here”'] }}
          stays={{ heading: 'Stays inside', lines: ['14 comments, 5 names, 2 files'] }}
          log="Logged on both sides with your name, the time and the reason."
          actions={
            <>
              <Button>Edit the wording</Button>
              <CrossingButton direction="out">Publish out</CrossingButton>
            </>
          }
        />
      </div>
    </InsideFrame>
  )
}

/** A guest's one room. */
export function BridgeSample() {
  return (
    <BridgeFrame
      skipLabel={skipLabel}
      brandLabel="Tango"
      room={{ label: 'Cell supply room', href: '#room' }}
      place="Bridge, Velund and Kettenwerk GmbH"
      account={{ id: 'petra', name: 'Petra Kovač', who: 'partner', label: 'Petra Kovač, your account', menu }}
    >
      <PageHead title="Cell supply room" intro="9 from Velund, 3 from Kettenwerk GmbH" />
      <Composer
        realm="bridge"
        action="#post"
        formLabel="Write to the room"
        label="Your post"
        submit="Post to the room"
        audience={{ word: 'Bridge', who: '9 from Velund and 3 from Kettenwerk GmbH read this' }}
      />
    </BridgeFrame>
  )
}

/** The two doors. */
export function SignInSample() {
  return (
    <SeamFrame
      look="doors"
      skipLabel={skipLabel}
      brand={{ name: 'Tango', note: 'for Velund' }}
      footer={<p>Work here and ride too? You have two faces. They stay apart unless you join them yourself.</p>}
    >
      <h1 class="vh">Sign in</h1>
      <Door
        realm="inside"
        id="door-in"
        word="Inside"
        title="I work at Velund"
        intro="With the account of your computer."
      >
        <LinkButton kind="primary" size="l" icon="buildings" href="#continue">
          Continue with Velund
        </LinkButton>
        <Or>or</Or>
        <LinkButton icon="key" href="#passkey">
          Use a passkey
        </LinkButton>
      </Door>
      <DoorSeam />
      <Door
        realm="outside"
        id="door-out"
        word="Outside"
        title="I ride a Velund"
        intro="Reading needs no account. Sign in to ask, answer and vote."
      >
        <form method="post" action="#code" class="stack-s">
          <Input name="email" type="email" label="Mail address" autocomplete="username" placeholder="you@example.org" />
          <Button kind="primary" size="l">
            Send me a code
          </Button>
        </form>
      </Door>
    </SeamFrame>
  )
}

import { Icon, Mark } from './icon.tsx'
import { ContentShown } from './gallery.content.tsx'
import { ControlsShown } from './gallery.controls.tsx'
import { HoldersShown } from './gallery.holders.tsx'
import { SkipLink } from './bar.tsx'
import { PageHead } from './page.tsx'

const swatches = [
  ['in-fill', 'Ink, the wall'],
  ['in-soft', 'Ink, soft'],
  ['out-fill', 'Daylight'],
  ['out-soft', 'Daylight, soft'],
  ['ink', 'Text'],
  ['ink-2', 'Text 2'],
  ['canvas-in', 'Ground inside'],
  ['canvas-out', 'Ground outside'],
  ['ok', 'Good'],
  ['warn', 'Near'],
  ['bad', 'Broken'],
] as const

/** Every part in its states, by day and by night. Needs the styles `core`, `extra` and `gallery`. */
export function GalleryPage() {
  return (
    <body class="gallery" data-realm="bridge">
      <SkipLink label="Skip to the content" />
      <header class="seam-top">
        <span class="brand">
          <Mark name="logo" />
          <span class="word">Tango</span> <small>components</small>
        </span>
      </header>
      <main id="main" class="gal">
        <PageHead
          title="Components"
          intro="Every part in its states, by day and by night. Pages are built from these and from nothing else."
        />
        <section class="swatches" aria-label="Colour">
          {swatches.map(([token, name]) => (
            <div class={`sw sw-${token}`}>
              <i />
              <b>{name}</b>
              <code>--{token}</code>
            </div>
          ))}
        </section>
        <section class="typespec" aria-label="Type">
          <div>
            <p class="ts1">Working talk is set in the grotesk.</p>
            <p>Schibsted Grotesk. Inside, and every control on both sides.</p>
          </div>
          <div class="ts-line" aria-hidden="true" />
          <div>
            <p class="ts2">Public words are set in the serif.</p>
            <p class="voice">Source Serif 4. Outside, and whatever crosses.</p>
          </div>
        </section>
        <div class="gal-cols">
          <Column scheme="light" />
          <Column scheme="dark" />
        </div>
      </main>
    </body>
  )
}

function Column(props: { scheme: 'light' | 'dark' }) {
  return (
    <div class={`gal-col ${props.scheme} scheme-${props.scheme}`}>
      <h2>
        <Icon name={props.scheme === 'light' ? 'sun' : 'moon'} />
        {props.scheme === 'light' ? 'Light' : 'Dark'}
      </h2>
      <ControlsShown at={props.scheme} />
      <ContentShown at={props.scheme} />
      <HoldersShown at={props.scheme} />
    </div>
  )
}

import { linkTo, useWords } from '../../ui/words.tsx'
import { itemsAddress } from './loop-words.ts'
import type { LoopBoard } from './loops.ts'

const mostDots = 240
const spacing = 15
const middle = 190
const waterline = 73
const oneDigit = { minimumFractionDigits: 1, maximumFractionDigits: 1 }

type Dot = { x: number; y: number; kind: 'touched' | 'untouched' }

/** How many conversations one dot stands for, so that all fit. */
export function perDot(heard: number): number {
  return Math.max(1, Math.ceil(heard / mostDots))
}

/** The rows beneath the water: they widen, stay, and narrow again, as ice does. */
function rowLengths(dots: number): number[] {
  const lengths: number[] = []
  for (let left = dots, row = 0; left > 0; row += 1) {
    const length = Math.min(left, row < 8 ? 8 + row : row < 14 ? 15 : Math.max(6, 15 - (row - 13)))
    lengths.push(length)
    left -= length
  }
  return lengths
}

function dotsOf(touched: number, untouched: number): Dot[] {
  const dots: Dot[] = []
  let drawn = 0
  for (const [row, length] of rowLengths(touched + untouched).entries()) {
    for (let column = 0; column < length; column += 1) {
      const x = middle + (column - (length - 1) / 2) * spacing
      dots.push({ x, y: waterline + 16 + row * spacing, kind: drawn < touched ? 'touched' : 'untouched' })
      drawn += 1
    }
  }
  return dots
}

/** The iceberg of M44: what changed something above the water, what was answered and what was left alone beneath it. */
export function Iceberg(props: { board: LoopBoard }) {
  const say = useWords()
  const { heard, iceberg, window } = props.board
  const each = perDot(heard)
  const dots = dotsOf(Math.ceil(iceberg.touched / each), Math.ceil(iceberg.untouched / each))
  const foot = Math.max(270, ...dots.map((dot) => dot.y + 40))
  const label = say(
    'Of {heard} conversations heard, {assimilated} changed something here, {touched} were answered without learning, {untouched} were heard and left alone. The unheard cannot be counted.',
    { heard, ...iceberg },
  )
  const share = (count: number) =>
    heard >= 30
      ? say('{share} % of {number}', { share: say.number((100 * count) / heard, oneDigit), number: heard })
      : say('of {number}, too little to say', { number: heard })
  return (
    <div class="scroll-x" tabindex={0} role="region" aria-label={say('Iceberg chart')}>
      <div class="chart-min">
        <svg viewBox={`0 0 660 ${foot + 34}`} role="img" aria-label={label}>
          <path d={`M0 ${waterline}H660`} stroke="var(--line-control)" stroke-width="1.5" stroke-dasharray="8 5" />
          {dots.map((dot) => (
            <circle cx={dot.x} cy={dot.y} r={4.4} class={dot.kind === 'touched' ? 'tch' : 'unt'} />
          ))}
          <g class="lab">
            <Line
              y={36}
              figure={iceberg.assimilated}
              words={say('changed something here')}
              note={share(iceberg.assimilated)}
            />
            <Line
              y={134}
              figure={iceberg.touched}
              words={say('touched, nothing learnt')}
              note={share(iceberg.touched)}
            />
            <Line y={200} figure={iceberg.untouched} words={say('heard, left alone')} note={share(iceberg.untouched)} />
            <Line y={foot} figure="?" words={say('not heard')} note={say('cannot be counted, and is not estimated')} />
          </g>
          <g class="ghosts">
            {Array.from({ length: 13 }, (_, index) => (
              <circle cx={46 + index * 24} cy={foot + 14} r={4} />
            ))}
          </g>
        </svg>
      </div>
      <p class="small muted">
        {say('Each dot is {count} conversations.', { count: each })}{' '}
        {say.with('See <touched>those touched</touched> and <untouched>those left alone</untouched>.', {
          touched: linkTo(itemsAddress('touched', window)),
          untouched: linkTo(itemsAddress('untouched', window)),
        })}
      </p>
    </div>
  )
}

function Line(props: { y: number; figure: number | string; words: string; note: string }) {
  const figure = String(props.figure)
  return (
    <>
      <text x={400} y={props.y} class="fig">
        {figure}
      </text>
      <text x={412 + figure.length * 14} y={props.y} class="w">
        {props.words}
      </text>
      <text x={400} y={props.y + 18}>
        {props.note}
      </text>
    </>
  )
}

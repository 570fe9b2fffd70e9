import { encode } from 'uqr'
import { useWords } from '../../ui/words.tsx'

/** The key of an authenticator app: as a picture to scan, and as text to type. */
export function FactorKey(props: { draft: { key: string; uri: string } }) {
  const say = useWords()
  const { data, size } = encode(props.draft.uri, { ecc: 'M', border: 4 })
  const dots = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])))
  return (
    <>
      {/* Dark on white in every theme: cameras read nothing else. */}
      <svg viewBox={`0 0 ${size} ${size}`} width="208" height="208" role="img" aria-label={say('The key as a QR code')}>
        <rect width={size} height={size} fill="#fff" />
        <path d={dots.join('')} fill="#000" shape-rendering="crispEdges" />
      </svg>
      <p>
        <span class="small muted">{say('The key as text')}</span>
        <br />
        <code>{props.draft.key.replace(/(.{4})(?=.)/g, '$1 ')}</code>
      </p>
    </>
  )
}

/** Ten codes, each for once. */
export function RecoveryCodes(props: { codes: readonly string[] }) {
  const say = useWords()
  return (
    <>
      <h2>{say('Recovery codes')}</h2>
      <p class="soft">{say('Print them, or keep them where you keep passwords. Each works once.')}</p>
      <ol class="stack-s">
        {props.codes.map((code) => (
          <li>
            <code>{code}</code>
          </li>
        ))}
      </ol>
    </>
  )
}

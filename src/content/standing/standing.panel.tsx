import type { PersonPanel } from '../../people/accounts/accounts.ts'
import { listPerksOf } from '../../people/disclosure/disclosure.ts'
import { companyName } from '../../people/company.ts'
import { Office } from '../../ui/badge.tsx'
import { Card } from '../../ui/surface.tsx'
import { type Standing, findStanding, levelRules } from './standing.ts'

/** What a member earned by helping and why, and what the company gives them; for everybody who sees the profile. */
export const standingPanel: PersonPanel = async (ctx, person) => {
  if (person.realm !== 'outside') return null
  const standing = await findStanding(ctx, person.id)
  const perks = await listPerksOf(ctx, person.id)
  const isSelf = ctx.viewer.kind === 'account' && ctx.viewer.id === person.id
  if (!standing && perks.length === 0 && !isSelf) return null
  const company = await companyName(ctx)
  return (
    <Card title="Standing" more={{ href: '/about/standing', label: 'How it is counted' }}>
      <div class="stack-s">
        {standing ? <Because standing={standing} /> : <p class="soft">Nobody has thanked for an answer yet.</p>}
        {isSelf ? <Next standing={standing} /> : null}
        {perks.map((perk) => (
          <p class="small soft">
            Receives from {company}: {perk.what}, since {perk.fromOn}
            {perk.toOn === null ? '' : ` until ${perk.toOn}`}.
          </p>
        ))}
      </div>
    </Card>
  )
}

function Because(props: { standing: Standing }) {
  const { standing } = props
  const { name } = levelRules[standing.level]!
  return (
    <p>
      {standing.level === 3 ? <Office kind="champion">{name}</Office> : <b>{name}</b>} with {standing.points}{' '}
      {standing.points === 1 ? 'point' : 'points'}, because of {reasonsOf(standing)}.
    </p>
  )
}

/** "41 thanks from 17 people (3 of them given back, counted half), 2 accepted answers". */
export function reasonsOf(standing: Standing): string {
  const { thanks, people, mutual, accepted, endorsed } = standing
  const back = mutual === 0 ? '' : ` (${mutual} of them given back, counted half)`
  const reasons = [
    ...(thanks > 0 ? [`${thanks} thanks from ${people} ${people === 1 ? 'person' : 'people'}${back}`] : []),
    ...(accepted > 0 ? [`${accepted} accepted ${accepted === 1 ? 'answer' : 'answers'}`] : []),
    ...(endorsed > 0 ? [`${endorsed} ${endorsed === 1 ? 'answer' : 'answers'} made official`] : []),
  ]
  return reasons.length < 2 ? reasons.join('') : `${reasons.slice(0, -1).join(', ')} and ${reasons.at(-1)}`
}

/** What is missing for the next level, for the member alone. */
function Next(props: { standing: Standing | undefined }) {
  const { level = 0, points = 0, people = 0 } = props.standing ?? {}
  const next = levelRules[level + 1]
  if (!next) return null
  const missing = [
    ...(points < next.points ? [`${next.points - points} points`] : []),
    ...(people < next.people ? [`thanks from ${next.people - people} other people`] : []),
  ]
  return (
    <p class="small soft">
      {next.name} is next: {missing.join(' and ')} to go.
    </p>
  )
}

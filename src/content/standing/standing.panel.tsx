import type { PersonPanel } from '../../people/accounts/accounts.ts'
import { listPerksOf } from '../../people/disclosure/disclosure.ts'
import type { Say } from '../../platform/languages/languages.ts'
import { companyName } from '../../people/company.ts'
import { Office } from '../../ui/badge.tsx'
import { Card } from '../../ui/surface.tsx'
import { useWords } from '../../ui/words.tsx'
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
    <Card title={ctx.say('Standing')} more={{ href: '/about/standing', label: ctx.say('How it is counted') }}>
      <div class="stack-s">
        {standing ? (
          <Because standing={standing} />
        ) : (
          <p class="soft">{ctx.say('Nobody has thanked for an answer yet.')}</p>
        )}
        {isSelf ? <Next standing={standing} /> : null}
        {perks.map((perk) => (
          <p class="small soft">
            {perk.toOn === null
              ? ctx.say('Receives from {company}: {perk}, since {from}.', {
                  company,
                  perk: perk.what,
                  from: perk.fromOn,
                })
              : ctx.say('Receives from {company}: {perk}, since {from} until {to}.', {
                  company,
                  perk: perk.what,
                  from: perk.fromOn,
                  to: perk.toOn,
                })}
          </p>
        ))}
      </div>
    </Card>
  )
}

function Because(props: { standing: Standing }) {
  const { standing } = props
  const say = useWords()
  const name = say.again(levelRules[standing.level]!.name)
  return (
    <p>
      {say.with('{level} with {count} points, because of {reasons}.', {
        level: standing.level === 3 ? <Office kind="champion">{name}</Office> : <b>{name}</b>,
        count: standing.points,
        reasons: reasonsOf(say, standing),
      })}
    </p>
  )
}

/** "41 thanks from 17 people (3 of them given back, counted half), 2 accepted answers". */
function reasonsOf(say: Say, standing: Standing): string {
  const { thanks, people: count, mutual, accepted, endorsed } = standing
  return say.list([
    ...(thanks > 0 && mutual === 0 ? [say('{thanks} thanks from {count} people', { thanks, count })] : []),
    ...(thanks > 0 && mutual > 0
      ? [
          say('{thanks} thanks from {count} people ({mutual} of them given back, counted half)', {
            ...{ thanks, count, mutual },
          }),
        ]
      : []),
    ...(accepted > 0 ? [say('{count} accepted answers', { count: accepted })] : []),
    ...(endorsed > 0 ? [say('{count} answers made official', { count: endorsed })] : []),
  ])
}

/** What is missing for the next level, for the member alone. */
function Next(props: { standing: Standing | undefined }) {
  const say = useWords()
  const { level = 0, points = 0, people = 0 } = props.standing ?? {}
  const next = levelRules[level + 1]
  if (!next) return null
  const missing = [
    ...(points < next.points ? [say('{count} points', { count: next.points - points })] : []),
    ...(people < next.people ? [say('thanks from {count} other people', { count: next.people - people })] : []),
  ]
  return (
    <p class="small soft">
      {say('{level} is next: {missing} to go.', { level: say.again(next.name), missing: say.list(missing) })}
    </p>
  )
}

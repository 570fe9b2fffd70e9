import type { Ctx } from '../../platform/context.ts'
import { type PersonCard, listPeople } from '../../people/accounts/accounts.ts'
import { type Rank, type RightsSpace, ranksOf, standingOf } from '../spaces/spaces.ts'
import { rightsAs } from './grants.access.ts'
import * as queries from './grants.queries.ts'
import type { GrantedRight } from './grants.tables.ts'

const choicesInAList = 500

/** What the viewer may choose from when giving a right in a space: nothing that `mayGrant` would refuse in every standing. */
export interface GrantChoices {
  readonly as: readonly Rank[]
  readonly rights: readonly GrantedRight[]
  readonly people: readonly PersonCard[]
  readonly groups: readonly queries.Choice[]
  readonly nodes: readonly queries.Choice[]
  readonly roles: readonly { key: string; title: string }[]
}

/** The lists of the form, from the same reach that decides; `name` is the beginning of a name that is looked for. */
export async function grantChoices(ctx: Ctx, space: RightsSpace, name: string): Promise<GrantChoices> {
  const standing = await standingOf(ctx, space)
  const as = ranksOf(standing, space)
  const everything = as.includes('administrator')
  const groups = everything ? undefined : as.includes('author') ? standing.groups : []
  const nodes = everything
    ? undefined
    : [...(as.includes('author') ? standing.nodes : []), ...(as.includes('manager') ? standing.within : [])]
  const rights = new Set(as.flatMap((one) => rightsAs(one, space.realm)))
  return {
    as,
    rights: (['read', 'write', 'moderate', 'manage', 'publish-out'] as const).filter((right) => rights.has(right)),
    people: name === '' || as.length === 0 ? [] : (await listPeople(ctx, { realm: 'inside', name })).items.slice(0, 20),
    groups: as.length === 0 ? [] : await queries.selectGroups(ctx, groups, choicesInAList),
    nodes: as.length === 0 ? [] : await queries.selectNodes(ctx, nodes, choicesInAList),
    roles: await queries.selectRoles(ctx),
  }
}

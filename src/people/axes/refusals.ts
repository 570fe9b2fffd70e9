import { Invalid } from '../../platform/errors.ts'
import { said } from '../../platform/languages/languages.ts'

/** What the database itself refuses, by the name of its constraint: the field, and what to do. */
const refusals: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  axis_node_cycle: { parent: said('A place cannot stand below itself. Choose one that is not below it.') },
  axis_node_overlap: { from: said('It was changed for these days a moment ago. Look again.') },
  axis_node_depth: { parent: said('A tree is at most 30 deep. Choose a place further up.') },
  axis_nodes_axis_id_code_key: { code: said('Another place on this axis has this code. Choose another.') },
  axes_key_key: { key: said('There is an axis with this key already. Choose another.') },
  position_roles_pkey: { key: said('There is a role with this key already. Choose another.') },
  placements_overlap: {
    from: said('Stands there in this role already in that time. End that first, or choose other days.'),
  },
  placements_space_id_fkey: { space: said('There is no such space.') },
  placements_thread_id_fkey: { thread: said('There is no such thread.') },
}

/** Does the work; what a constraint of the structure refuses becomes Invalid with a message for its field. */
export async function explained<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work
  } catch (error) {
    const name = error instanceof Error ? (error as Error & { constraint?: string }).constraint : undefined
    const fields = name === undefined ? undefined : refusals[name]
    throw fields ? new Invalid(`structure.${name!.replaceAll('_', '-')}`, fields) : error
  }
}

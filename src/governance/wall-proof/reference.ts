/**
 * Who may read what, once more: slowly, row by row, from the words of the rules (docs/decisions/0006) and not from the
 * conditions that the product uses. What a reader finds in an answer is judged by this.
 */
import type { Viewer } from '../../platform/context.ts'
import type { Facts, Row } from './facts.queries.ts'

export interface Reference {
  /** Whether this reader may find what stands in this field of this row. */
  mayFind(who: Viewer, table: string, column: string, row: Row): boolean
  readsSpace(who: Viewer, space: Row): boolean
  readsThread(who: Viewer, thread: Row): boolean
}

/** The account that somebody is; undefined for a visitor. */
function idOf(who: Viewer): number | undefined {
  return who.kind === 'account' ? who.id : undefined
}

type Judge = (who: Viewer, row: Row, column: string) => boolean

/** The reference over what stands in the tables now; each verdict is worked out once. */
export function makeReference(facts: Facts): Reference {
  const { rows } = facts
  const byId = (table: string, id: unknown): Row | undefined =>
    id === null || id === undefined ? undefined : facts.find(table, String(id))
  const all = (table: string, column: string, value: unknown) => groupsOf(facts, table, column).get(value) ?? []
  const space = (id: unknown) => byId('spaces', id)!
  const thread = (id: unknown) => byId('threads', id)!
  const reply = (id: unknown) => byId('replies', id)!
  const account = (id: unknown) => byId('accounts', id)
  const inSpan = (row: Row) => row.from_on! <= facts.today && (row.to_on === null || row.to_on! > facts.today)
  const holds = (who: Viewer, ...offices: string[]) =>
    all('offices', 'account_id', idOf(who)).some((row) => row.ended_at === null && offices.includes(String(row.office)))

  const works = (who: Viewer): boolean => who.kind === 'account' && who.realm === 'inside'
  const isMember = (who: Viewer, spaceId: unknown) =>
    all('memberships', 'account_id', idOf(who)).some((row) => row.space_id === spaceId)
  const makesRules = (who: Viewer, realm: unknown) =>
    works(who) && holds(who, 'owner', realm === 'outside' ? 'outside-steward' : 'inside-steward')

  /** The spaces whose grants reach this one, from itself upwards, and whether only an administrator's count. */
  const reaching = remember((at: Row) => {
    const chain: { space: Row; narrowed: boolean }[] = []
    let [current, narrowed]: [Row | undefined, boolean] = [at, false]
    while (current) {
      chain.push({ space: current, narrowed })
      if (current.stops === 'administrator') break
      narrowed ||= current.stops !== null
      current = byId('spaces', current.parent_id)
    }
    const fixed = chain.some((one) => one.space.stops === 'administrator')
    return chain.map((one) => ({ id: one.space.id, onlyRules: one.narrowed || fixed }))
  })

  const standsAt = (who: Viewer, grant: Row) =>
    all('placements', 'account_id', idOf(who)).some((place) => {
      if (!inSpan(place) || (grant.role !== null && grant.role !== place.role)) return false
      let [node, steps]: [unknown, number] = [place.node_id, 0]
      while (node !== null && node !== undefined) {
        if (node === grant.node_id && (grant.with_below === true || steps === 0)) return true
        node = all('axis_node_versions', 'node_id', node).find(inSpan)?.parent_id
        steps++
      }
      return false
    })
  const isHeldBy = (grant: Row, who: Viewer) => {
    if (grant.account_id !== null) return grant.account_id === idOf(who)
    if (grant.group_id !== null) {
      const stands = byId('groups', grant.group_id)?.ended_at === null
      return stands && all('group_members', 'group_id', grant.group_id).some((row) => row.account_id === idOf(who))
    }
    return standsAt(who, grant)
  }
  const grantsFor = (who: Viewer, at: Row): readonly Row[] =>
    reaching(at).flatMap(({ id, onlyRules }) =>
      all('grants', 'space_id', id).filter(
        (grant) =>
          grant.ended_at === null &&
          (grant.lapses_at === null || Date.parse(String(grant.lapses_at)) > facts.now) &&
          (grant.given_as === 'administrator' || !onlyRules) &&
          isHeldBy(grant, who),
      ),
    )
  const manages = (who: Viewer, at: Row) =>
    all('memberships', 'account_id', idOf(who)).some((row) => row.space_id === at.id && row.role === 'steward') ||
    grantsFor(who, at).some((grant) => grant.right_given === 'manage')

  const isAnsweredFor = (guest: unknown, room: unknown) =>
    all('sponsorships', 'guest_id', guest).some((row) => {
      const sponsor = account(row.sponsor_id)
      return (
        row.space_id === room &&
        row.ended_at === null &&
        Date.parse(String(row.lapses_at)) > facts.now &&
        sponsor?.state === 'active' &&
        sponsor.realm === 'inside'
      )
    })

  const readsSpace = rememberFor((who, at: Row): boolean => {
    if (who.kind === 'system') return true
    const isPublic = at.realm === 'outside' && at.access === 'public'
    if (who.kind === 'visitor') return isPublic
    if (who.realm === 'outside') return at.realm === 'outside'
    if (who.realm === 'bridge') return at.realm === 'bridge' && isMember(who, at.id) && isAnsweredFor(who.id, at.id)
    if (at.realm === 'outside' || (at.realm === 'inside' && at.access === 'employees')) return true
    return isMember(who, at.id) || grantsFor(who, at).length > 0
  })

  const blocked = (one: unknown, other: unknown) =>
    rows('blocks').some(
      (row) =>
        (row.blocker_id === one && row.blocked_id === other) || (row.blocker_id === other && row.blocked_id === one),
    )
  /** Whom somebody is connected with: by ties that others may walk along, or by all of their own. */
  const tiesOf = remember((id: unknown) =>
    [...all('connections', 'lower_id', id), ...all('connections', 'higher_id', id)].flatMap((row) => {
      const other = row.lower_id === id ? row.higher_id : row.lower_id
      if (row.accepted_at === null || blocked(id, other)) return []
      return [{ other, open: row.hidden_by_lower === false && row.hidden_by_higher === false }]
    }),
  )
  /** Whether two people are within so many steps: breadth first, along open ties, past nobody whom an end blocks. */
  const within = (one: unknown, other: unknown, steps: number): boolean => {
    if (one === other) return true
    if (blocked(one, other)) return false
    if (steps >= 1 && tiesOf(one).some((tie) => tie.other === other)) return true
    let reached = new Set([one])
    for (let step = 1; step <= steps; step++) {
      const next = new Set<unknown>()
      for (const person of reached) {
        for (const tie of tiesOf(person)) {
          if (!tie.open) continue
          if (tie.other === other) return true
          if (!blocked(one, tie.other) && !blocked(other, tie.other)) next.add(tie.other)
        }
      }
      reached = next
    }
    return false
  }
  const reaches = (who: Viewer, owner: unknown, reach: number): boolean => {
    if (reach === 5) return true
    if (who.kind !== 'account') return false
    if (who.realm !== 'outside') return who.realm === 'inside' && reach === 4
    if (who.id === owner) return true
    if (reach === 4) return !blocked(owner, who.id)
    return reach > 0 && within(owner, who.id, reach)
  }

  /** What moderation hides is left to its author and to the moderators of its side; what is taken back to nobody. */
  const isLeftTo = (who: Viewer, post: Row, realm: unknown): boolean =>
    post.hidden_at === null ||
    post.hidden_at === undefined ||
    who.kind === 'system' ||
    (who.kind === 'account' &&
      !post.taken_back_at &&
      (post.author_id === who.id ||
        (works(who) && holds(who, realm === 'outside' ? 'outside-steward' : 'inside-steward'))))

  const readsThread = rememberFor((who, one: Row): boolean => {
    if (who.kind === 'system') return true
    if (!readsSpace(who, space(one.space_id)) || !isLeftTo(who, one, one.realm)) return false
    const takesPart =
      who.kind === 'account' && all('thread_participants', 'thread_id', one.id).some((row) => row.account_id === who.id)
    if (takesPart) return true
    const wroteNarrowed =
      who.kind === 'account' && who.realm === 'outside' && one.author_id === who.id && one.reach !== null
    if (wroteNarrowed) return true
    if (one.audience !== 'space') return false
    return one.reach === null || reaches(who, one.author_id, Number(one.reach))
  })

  const readsReply = (who: Viewer, row: Row): boolean => {
    const at = thread(row.thread_id)
    return readsThread(who, at) && isLeftTo(who, row, at.realm)
  }

  /** Whether somebody may know of a person at all: profile, list, count. */
  const knows = rememberFor((who, person: Row): boolean => {
    if (who.kind === 'system') return true
    if (person.state === 'closed') return false
    if (who.kind === 'visitor' || who.realm === 'outside') return person.realm === 'outside'
    if (who.realm === 'inside' || person.id === who.id) return true
    if (person.realm === 'outside') return false
    return all('memberships', 'account_id', who.id).some(({ space_id: room }) => {
      if (space(room).realm !== 'bridge' || !isAnsweredFor(who.id, room)) return false
      const theirs = { kind: 'account', id: person.id, realm: person.realm, name: '', offices: [] } as unknown as Viewer
      const isIn = isMember(theirs, room)
      if (person.realm === 'bridge') return isIn && isAnsweredFor(person.id, room)
      return isIn || grantsFor(theirs, space(room)).length > 0
    })
  })
  /** A name stands beside every word that can be read: who wrote, changed, marked or accepted something readable. */
  const namesBeside = remember((person: Row) => [
    ...all('threads', 'author_id', person.id),
    ...all('replies', 'author_id', person.id)
      .filter((row) => row.hidden_at === null)
      .map((row) => thread(row.thread_id)),
    ...all('thread_participants', 'account_id', person.id).map((row) => thread(row.thread_id)),
    ...all('official_answers', 'marked_by', person.id).map((row) => thread(row.thread_id)),
    ...all('revisions', 'written_by', person.id).map((row) => thread(row.thread_id ?? reply(row.reply_id).thread_id)),
  ])
  const seesName = (who: Viewer, person: Row) =>
    knows(who, person) ||
    works(who) ||
    namesBeside(person).some((one) => readsThread(who, one)) ||
    (who.kind === 'account' && who.id === person.id) ||
    // A guest is told who answers for them, and who did.
    (who.kind === 'account' &&
      (all('sponsorships', 'guest_id', who.id).some((row) => row.sponsor_id === person.id) ||
        // And everybody, what a notice of their own is about.
        all('notices', 'account_id', who.id).some((row) => row.actor_id === person.id)))

  const readsCrossing = (who: Viewer, row: Row): boolean => {
    if (!works(who)) return false
    if (all('offices', 'account_id', idOf(who)).some((office) => office.ended_at === null)) return true
    const readsEnd = (kind: unknown, id: unknown) =>
      kind === 'thread' ? readsThread(who, thread(id)) : readsThread(who, thread(reply(id).thread_id))
    const isLink = row.act === 'link-across' || byId('crossings', row.recalls)?.act === 'link-across'
    const inner =
      row.direction === 'out' ? readsEnd(row.source_kind, row.source_id) : readsEnd(row.target_kind, row.target_id)
    return inner && (!isLink || readsEnd(row.target_kind, row.target_id))
  }
  const readsBridge = (who: Viewer, row: Row): boolean => {
    if (!works(who)) return false
    if ([row.proposed_by, row.inner_approved_by, row.outer_approved_by].includes(idOf(who))) return true
    const [inner, outer] = [space(row.inner_space_id), space(row.outer_space_id)]
    if (readsSpace(who, inner) && readsSpace(who, outer)) return true
    return [inner, outer].some((end) => makesRules(who, end.realm) || manages(who, end))
  }
  const community = rows('spaces')
    .filter((row) => row.realm === 'outside' && row.access === 'public')
    .toSorted((a, b) => Number(a.id) - Number(b.id))[0]
  const own: Judge = (who, row) => who.kind === 'account' && row.account_id === who.id
  const nobody: Judge = () => false
  const colleagues: Judge = (who) => works(who)
  /** The page of the rights of a space: those who work here and read it, and who makes the rules of its side. */
  const readsRights: Judge = (who, row) => {
    const at = space(row.space_id)
    return works(who) && (readsSpace(who, at) || makesRules(who, at.realm))
  }
  const readsSwarm = (who: Viewer, id: unknown) =>
    works(who) && readsThread(who, thread(byId('swarms', id)!.companion_id))
  const readsFile: Judge = (who, row, column) => {
    // The same bytes may stand in another space too, where they were published.
    if (column === 'bytes') return all('files', 'sha256', row.sha256).some((one) => readsFile(who, one, 'key'))
    const uses = all('file_uses', 'file_id', row.id).map((use) => thread(use.thread_id))
    return uses.length === 0
      ? readsSpace(who, space(row.space_id))
      : uses.some((one) => readsThread(who, one)) ||
          // As long as one text that shows it reaches as far as its space, so does the picture.
          (uses.some((one) => one.reach === null && one.audience === 'space') && readsSpace(who, space(row.space_id)))
  }

  const readsTwin = (who: Viewer, id: unknown): boolean => {
    const twin = byId('twins', id)!
    return works(who) && [twin.inner_id, twin.outer_id].every((end) => readsThread(who, thread(end)))
  }

  const moderatesCase = (who: Viewer, id: unknown) =>
    works(who) && holds(who, `${byId('moderation_cases', id)!.side}-steward`)
  /** A decision: whom it concerns, the moderators of its side, and an owner once it is contested. */
  const readsMeasure = (who: Viewer, row: Row) =>
    (idOf(who) === row.subject_id && row.measure !== 'none') ||
    moderatesCase(who, row.case_id) ||
    (works(who) && holds(who, 'owner') && all('moderation_appeals', 'measure_id', row.id).length > 0)

  const judges: Readonly<Record<string, Judge>> = {
    account_closings: (who) => works(who) && holds(who, 'owner', 'inside-steward'),
    accounts(who, row, column) {
      if (column === 'email') return who.kind === 'account' && who.id === row.id
      if (column === 'password_hash') return false
      if (column === 'display_name' || column === 'handle') return seesName(who, row)
      // Where somebody belongs stands beside their name.
      if (column === 'organisation' || column === 'job_title') return knows(who, row) || works(who)
      return knows(who, row)
    },
    axes: colleagues,
    axis_nodes: colleagues,
    axis_node_versions: colleagues,
    position_roles: colleagues,
    groups: colleagues,
    bridges: readsBridge,
    crossings: readsCrossing,
    email_codes: nobody,
    files: readsFile,
    grants: readsRights,
    import_runs: nobody,
    import_references: nobody,
    invitations: (who, row) =>
      works(who) &&
      ([row.invited_by, row.sponsor_id].includes(idOf(who)) ||
        (row.realm === 'inside' && holds(who, 'owner', 'inside-steward'))),
    mails: nobody,
    drafts: (who, row) => idOf(who) === row.account_id,
    identities: (who, row) => idOf(who) === row.account_id,
    passkeys: (who, row) => idOf(who) === row.account_id,
    identity_providers: (who) => works(who) && holds(who, 'owner'),
    idea_boosts: (who, row) => readsThread(who, thread(row.idea_id)),
    idea_stage_changes: (who, row) => readsThread(who, thread(row.idea_id)),
    idea_categories: (who, row) => row.realm === 'outside' || works(who),
    perks: () => true,
    problems: (who, row) => readsThread(who, thread(row.thread_id)),
    problem_changes: (who, row) => readsThread(who, thread(row.thread_id)),
    moderation_flags: (who, row) => moderatesCase(who, row.case_id),
    moderation_measures: (who, row, column) => column !== 'kept' && readsMeasure(who, row),
    moderation_appeals: (who, row) => readsMeasure(who, byId('moderation_measures', row.measure_id)!),
    notices(who, row) {
      if (!own(who, row, '')) return false
      if (row.thread_id !== null) return readsThread(who, thread(row.thread_id))
      // About a room, or about somebody and the reader themselves.
      return row.space_id === null || row.space_id === undefined || readsSpace(who, space(row.space_id))
    },
    office_exceptions: (who) => works(who) && holds(who, 'owner', 'inside-steward', 'outside-steward'),
    profile_fields: (who, row) => reaches(who, row.account_id, Number(row.reach)),
    replies: readsReply,
    revisions: (who, row) =>
      row.thread_id === null ? readsReply(who, reply(row.reply_id)) : readsThread(who, thread(row.thread_id)),
    sessions: own,
    settings: nobody,
    space_changes: readsRights,
    spaces(who, row, column) {
      // The first space outside gives the community its name, which stands on every page of it.
      if (column === 'title' && row === community) return true
      // Who makes the rules of a side knows its spaces by name, and who decides about a bridge both its ends.
      if (readsSpace(who, row) || makesRules(who, row.realm)) return true
      return (
        column === 'title' &&
        rows('bridges').some(
          (one) => [one.inner_space_id, one.outer_space_id].includes(row.id) && readsBridge(who, one),
        )
      )
    },
    storms: (who, row) => readsSpace(who, space(row.space_id)),
    structure_people: nobody,
    twin_notes: (who, row) => readsTwin(who, row.twin_id),
    twin_words: (who, row) => readsTwin(who, row.twin_id),
    swarm_calls: (who, row) => readsSwarm(who, row.swarm_id) || (works(who) && idOf(who) === row.account_id),
    swarm_wordings: (who, row) => readsSwarm(who, row.swarm_id),
    tags: (who, row) =>
      all('thread_tags', 'tag_id', row.id).some((use) => readsThread(who, thread(use.thread_id))) ||
      // The company tells everybody outside what its products are called.
      ((who.kind !== 'account' || who.realm !== 'bridge') &&
        all('product_tags', 'tag_id', row.id).some((one) => one.ended_at === null)),
    threads: readsThread,
  }
  return {
    mayFind: (who, table, column, row) => (judges[table] ?? nobody)(who, row, column),
    readsSpace,
    readsThread,
  }
}

const grouped = new WeakMap<Facts, Map<string, Map<unknown, Row[]>>>()

function groupsOf(facts: Facts, table: string, column: string): Map<unknown, Row[]> {
  let known = grouped.get(facts)
  if (!known) grouped.set(facts, (known = new Map()))
  const name = `${table}.${column}`
  let groups = known.get(name)
  if (!groups) {
    known.set(name, (groups = new Map()))
    for (const row of facts.rows(table)) groups.set(row[column], [...(groups.get(row[column]) ?? []), row])
  }
  return groups
}

function remember<Thing, Result>(work: (thing: Thing) => Result): (thing: Thing) => Result {
  const known = new Map<Thing, Result>()
  return (thing) => {
    if (!known.has(thing)) known.set(thing, work(thing))
    return known.get(thing)!
  }
}

/** The same for each reader on their own. */
function rememberFor<Result>(work: (who: Viewer, row: Row) => Result): (who: Viewer, row: Row) => Result {
  const known = new Map<unknown, Map<Row, Result>>()
  return (who, row) => {
    const key = who.kind === 'account' ? who.id : who.kind
    let verdicts = known.get(key)
    if (!verdicts) known.set(key, (verdicts = new Map()))
    if (!verdicts.has(row)) verdicts.set(row, work(who, row))
    return verdicts.get(row)!
  }
}

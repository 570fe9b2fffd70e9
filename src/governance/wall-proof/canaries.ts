/**
 * Canaries: words that stand nowhere else. Each says by itself in which field of which row it was planted: `zqk`, two
 * letters for the table and column, the key of the row, `z`. They are made of small letters and digits, so that slugs,
 * handles, tags and addresses keep them whole, and a search finds them.
 */

/** How a canary gets into a field without breaking what the field is for. */
export type Planting =
  /** Added to the words that stand there, which keep their first `most` characters. */
  | { readonly as: 'words'; readonly most?: number }
  /** Added with a hyphen: slugs, handles, tags. */
  | { readonly as: 'slug'; readonly most: number }
  /** The whole address becomes the canary's. */
  | { readonly as: 'address' }
  /** A member is added to the object. */
  | { readonly as: 'object' }

export type Field = Planting & {
  /** SQL: which rows; all of them without it. */
  readonly where?: string
}

/** A column that carries no canary, and why nothing can be learnt from it, or how it is looked after instead. */
export interface Exempt {
  readonly exempt: string
}

const words = (most?: number, where?: string): Field => ({
  as: 'words',
  ...(most && { most }),
  ...(where && { where }),
})
const slug = (most: number, where?: string): Field => ({ as: 'slug', most, ...(where && { where }) })
const exempt = (reason: string): Exempt => ({ exempt: reason })

const oneOfAList = exempt('one word of a list that stands in the program')
const aHash = exempt('a hash or random token: no words to learn, and an answer that shows it is found by its own test')
const notRecalled = 'recalled_at is null'

/**
 * Every column that holds text, and how a canary gets into it. A column that is missing here makes the tests fail, so
 * that none can be forgotten.
 */
export const fields: Readonly<Record<string, Field | Exempt>> = {
  'account_closings.reason': words(480),
  'accounts.realm': oneOfAList,
  'accounts.handle': slug(40),
  'accounts.display_name': words(90),
  'accounts.email': { as: 'address', where: 'email is not null' },
  'accounts.password_hash': words(undefined, 'password_hash is not null'),
  'accounts.organisation': words(90, 'organisation is not null'),
  'accounts.job_title': words(90),
  'accounts.about': words(),
  'accounts.state': oneOfAList,
  'accounts.locale': oneOfAList,
  'accounts.time_zone': oneOfAList,
  'axes.key': slug(40, "key not in ('function', 'segment', 'product', 'geography')"),
  'axes.title': words(90),
  'axis_node_versions.title': words(90),
  'axis_nodes.code': slug(40),
  'bridges.title': words(90),
  'bridges.reason': words(460),
  'bridges.inner_realm': oneOfAList,
  'bridges.outer_realm': oneOfAList,
  'bridges.ended_because': words(460, 'ended_because is not null'),
  'crossing_chain.head': aHash,
  'crossings.act': oneOfAList,
  'crossings.direction': oneOfAList,
  'crossings.source_kind': oneOfAList,
  'crossings.target_kind': oneOfAList,
  'crossings.reason': words(460),
  'crossings.bytes': words(),
  'crossings.bytes_sha256': aHash,
  'crossings.audience': words(),
  'crossings.chain': aHash,
  'email_codes.realm': oneOfAList,
  'email_codes.email': { as: 'address' },
  'email_codes.purpose': oneOfAList,
  'email_codes.code_hash': aHash,
  'email_codes.details': { as: 'object' },
  'deflections.typed_hash': aHash,
  'disclosures.kind': oneOfAList,
  'disclosures.words': exempt('the database refuses any change to it; it is drawn with its post and nowhere else'),
  'drafts.fields': { as: 'object' },
  'drafts.path': exempt('a path of the program, with the ids of what it stands on'),
  'drafts.place': exempt('names what is being written, by kind and id'),
  'factor_resets.reason': words(460),
  'factor_resets.stop_hash': aHash,
  'idea_boosts.reason': words(460),
  'idea_categories.realm': oneOfAList,
  'idea_categories.slug': slug(40),
  'idea_categories.title': words(60),
  'idea_stage_changes.part': words(460, 'part is not null'),
  'idea_stage_changes.reason': words(3900),
  'idea_stage_changes.stage': oneOfAList,
  'ideas.realm': oneOfAList,
  'ideas.also_owed': exempt('days and ids; no words'),
  'ideas.stage': oneOfAList,
  'identities.issuer': exempt('the address of a provider, the same in its settings'),
  'identities.label': words(60),
  'identities.realm': oneOfAList,
  'identities.shown_as': words(60),
  'identities.subject': words(60),
  'identity_providers.client_id': words(60),
  'identity_providers.issuer': exempt('an address that the program asks; a canary would make another of it'),
  'identity_providers.key_id': exempt('stands on one page, of the owner, with the client id'),
  'hub_requests.mode': oneOfAList,
  'hub_requests.topic': exempt('the address of a public feed'),
  'hub_requests.callback': words(),
  'hub_requests.secret_sealed': exempt('sealed with a key that is not in the database'),
  'hub_subscriptions.topic': exempt('the address of a public feed'),
  'hub_subscriptions.callback': words(),
  'hub_subscriptions.callback_host': words(),
  'hub_subscriptions.secret_sealed': exempt('sealed with a key that is not in the database'),
  'hub_subscriptions.sent_hash': aHash,
  'identity_providers.label': exempt('stands on the page for signing in, for everybody'),
  'identity_providers.preset': oneOfAList,
  'identity_providers.secret': exempt('sealed with a key that is not in the database; no page shows it'),
  'identity_providers.team_id': exempt('stands on one page, of the owner, with the client id'),
  'import_addresses.kind': oneOfAList,
  'import_addresses.path': exempt('an address that stood in public elsewhere; answered with where it leads, by rights'),
  'import_addresses.site': exempt('the name of a public site'),
  'passkey_challenges.challenge': aHash,
  'passkey_challenges.secret_hash': aHash,
  'passkey_challenges.user_handle': aHash,
  'passkeys.credential_id': aHash,
  'passkeys.name': words(60),
  'passkeys.public_key': aHash,
  'passkeys.transports': oneOfAList,
  'passkeys.user_handle': aHash,
  'perks.what': words(160),
  'personal_feeds.token_hash': aHash,
  'problem_changes.from_state': oneOfAList,
  'problem_changes.note': words(460),
  'problem_changes.to_state': oneOfAList,
  'problems.note': words(460),
  'problems.state': oneOfAList,
  'provider_domains.domain': exempt('a name of the public net'),
  'provider_journeys.browser_hash': aHash,
  'provider_journeys.found': { as: 'object', where: 'found is not null' },
  'provider_journeys.next_path': exempt('a path of the program'),
  'provider_journeys.purpose': oneOfAList,
  'provider_journeys.realm': oneOfAList,
  'provider_journeys.sealed': exempt('sealed with a key that is not in the database'),
  'provider_journeys.state_hash': aHash,
  'recovery_codes.code_hash': aHash,
  'second_factors.secret': exempt('sealed with a key that is not in the database'),
  'standing_quarters.quarter': oneOfAList,
  'thread_acts.act': oneOfAList,
  'thread_acts.from_tags': exempt('tags of a thread outside, which its readers see'),
  'thread_acts.from_type': oneOfAList,
  'thread_acts.to_tags': exempt('tags of a thread outside, which its readers see'),
  'thread_acts.to_type': oneOfAList,
  'event_deliveries.listener': oneOfAList,
  'events.name': oneOfAList,
  'events.payload': exempt('holds ids only: the proof demands that no canary ever gets there'),
  'files.key': exempt('planted when the row is made: the text that shows the picture names it'),
  'files.realm': oneOfAList,
  'files.sha256': exempt('the bytes under it carry a canary, planted when the row is made'),
  'files.media_type': oneOfAList,
  'grants.right_given': oneOfAList,
  'grants.role': exempt('names a position role, whose title is planted'),
  'grants.given_as': oneOfAList,
  'grants.reason': words(460),
  'group_members.role': oneOfAList,
  'groups.kind': oneOfAList,
  'groups.slug': slug(40),
  'groups.title': words(90),
  'groups.purpose': words(460),
  'import_references.source': words(),
  'import_references.kind': oneOfAList,
  'import_references.foreign_id': words(),
  'import_runs.source': words(),
  'import_runs.fingerprint': words(),
  'import_runs.counts': { as: 'object' },
  'inbound_links.host': exempt('the name of a site elsewhere; who is shown it is asked by its own test'),
  'inbound_links.path': exempt('a path of a site elsewhere; who is shown it is asked by its own test'),
  'inbound_links.page': oneOfAList,
  'inbound_links.place': exempt('made by the database from ids and the paths of lists'),
  'invitations.realm': oneOfAList,
  'invitations.email': { as: 'address' },
  'invitations.display_name': words(90),
  'invitations.organisation': words(90, 'organisation is not null'),
  'invitations.token_hash': aHash,
  'leavings.called': exempt(
    'how a closed account was called, for its person alone; searched for by the tests of leaving',
  ),
  'loop_closures.because': oneOfAList,
  'own_data_pieces.bytes': exempt(
    'packed, and sent to its person alone; its content is searched by the tests of the export',
  ),
  'mails.to_address': words(),
  'mails.subject': words(),
  'mails.body_text': words(),
  'mails.body_html': words(undefined, 'body_html is not null'),
  'mails.headers': { as: 'object' },
  'mails.last_error': words(undefined, 'last_error is not null'),
  'memberships.role': oneOfAList,
  'migrations.name': exempt('the names of files of the program'),
  'migrations.sha256': aHash,
  'moderation_appeals.words': words(3900),
  'moderation_appeals.answer': words(1900, 'answer is not null'),
  'moderation_cases.side': oneOfAList,
  'moderation_flags.rule': oneOfAList,
  'moderation_flags.words': words(900),
  'moderation_flags.shown_title': words(),
  'moderation_flags.shown_body': words(),
  'moderation_flags.retaliates': oneOfAList,
  'moderation_measures.measure': oneOfAList,
  'moderation_measures.rule': oneOfAList,
  'moderation_measures.reason': words(1900),
  'moderation_measures.shown_title': words(),
  'moderation_measures.shown_body': words(),
  'moderation_measures.kept': { as: 'object', where: 'kept is not null' },
  'moderation_measures.ended_as': oneOfAList,
  'followings.pace': oneOfAList,
  'follows.pace': oneOfAList,
  'notice_digests.pace': oneOfAList,
  'notice_paces.kind': oneOfAList,
  'notice_paces.pace': oneOfAList,
  'notice_sendings.pace': oneOfAList,
  'notices.kind': oneOfAList,
  'notices.because': words(),
  'notices.occasion': exempt('a number or a day by which two notices are told apart; no page shows it'),
  'office_exceptions.office': oneOfAList,
  'office_exceptions.reason': words(460),
  'office_exceptions.note': words(460),
  'offices.office': oneOfAList,
  'placements.role': exempt('names a position role, whose title is planted'),
  'position_roles.key': exempt('is written into placements and grants; the title beside it is planted'),
  'position_roles.title': words(30),
  'profile_fields.field': oneOfAList,
  'profile_fields.value': words(),
  'push_devices.auth': exempt('a key that a browser made; no page shows it'),
  'push_devices.endpoint': exempt('an address that a browser gave; no page shows it'),
  'push_devices.name': words(60),
  'push_devices.p256dh': exempt('a key that a browser made; no page shows it'),
  'rate_limits.bucket': exempt('a hash of who asked, or a number; forgotten within a day and on no page'),
  'reach_undos.before': exempt('numbers of steps, each by the name of a field'),
  'replies.kind': oneOfAList,
  'replies.body': words(undefined, notRecalled),
  'replies.words': exempt('made by the database from the text'),
  'revisions.title': words(undefined, 'title is not null'),
  'revisions.body': words(),
  'sessions.token_hash': aHash,
  'sessions.proved_by': oneOfAList,
  'sessions.device': words(),
  'searches_without_finds.side': oneOfAList,
  'searches_without_finds.words': exempt(
    'words that nobody in particular typed; who is shown them is asked by their own test',
  ),
  'settings.key': oneOfAList,
  'settings.value': { as: 'object', where: "key = 'proof-canary'" },
  'setup_links.token_hash': aHash,
  'space_changes.what': oneOfAList,
  'space_changes.before': words(undefined, "before is not null and what not in ('moved')"),
  'space_changes.after': words(undefined, "after is not null and what not in ('moved')"),
  'space_robots.realm': oneOfAList,
  'spaces.realm': oneOfAList,
  'spaces.slug': slug(40),
  'spaces.title': words(90),
  'spaces.description': words(),
  'spaces.access': oneOfAList,
  'spaces.stops': oneOfAList,
  'structure_people.email': { as: 'address' },
  'starting_reaches.posts': oneOfAList,
  'storm_notes.body': words(4900),
  'storms.realm': oneOfAList,
  'storms.question': words(160),
  'storms.body': words(19_000),
  'storms.rules': words(19_000),
  'storms.time_zone': oneOfAList,
  'twin_notes.kind': oneOfAList,
  'twin_notes.body': words(4900),
  'twin_words.stage': oneOfAList,
  'twin_words.reason': words(3900),
  'twin_words.part': words(400, 'part is not null'),
  'twins.inner_realm': oneOfAList,
  'twins.outer_realm': oneOfAList,
  'idea_dormancies.stage_before': oneOfAList,
  'swarm_calls.reason': words(),
  'swarms.came_from': exempt('numbers of questions outside'),
  'swarm_wordings.body': words(),
  'taken_back.kept': { as: 'object' },
  'tags.name': slug(30),
  'tag_synonyms.side': oneOfAList,
  'thread_links.kind': oneOfAList,
  'threads.also_asked_at': exempt('moments; no words'),
  'threads.realm': oneOfAList,
  'threads.type': oneOfAList,
  'threads.audience': oneOfAList,
  'title_words.word': exempt('words of titles, which carry their own; shown only in a title that the reader may read'),
  'threads.title': words(180, `${notRecalled} and title <> ''`),
  'threads.slug': slug(80, notRecalled),
  'threads.body': words(undefined, notRecalled),
  'threads.language': oneOfAList,
  'threads.words': exempt('made by the database from the texts'),
  'webhook_messages.pace': oneOfAList,
  'webhooks.address': words(900),
  'webhooks.failure': oneOfAList,
  'webhooks.name': words(40),
  'webhooks.off_because': oneOfAList,
  'webhooks.old_secret_sealed': exempt('sealed with a key that is not in the database'),
  'webhooks.secret_sealed': exempt('sealed with a key that is not in the database'),
}

/** The two files of a picture that carry canaries beside the columns: its key and its bytes. */
const beside = ['files.key', 'files.bytes'] as const

const planted: readonly string[] = [...Object.keys(fields).filter((name) => !('exempt' in fields[name]!)), ...beside]

/** The two letters for a field; `place` is `table.column`. */
export function codeOf(place: string): string {
  const at = planted.indexOf(place)
  if (at < 0) throw new Error(`${place} is not planted`)
  return String.fromCharCode(97 + Math.floor(at / 26), 97 + (at % 26))
}

/** The canary of one field of one row; `key` is made of digits, with an x between the parts. */
export function canaryOf(place: string, key: string | number): string {
  return `zqk${codeOf(place)}${key}z`
}

/** Where a canary was planted. */
export interface Planted {
  readonly table: string
  readonly column: string
  readonly key: string
}

/** Reads a canary; undefined when it names no field. */
export function readCanary(word: string): Planted | undefined {
  const [, code, key] = /^zqk([a-z]{2})([0-9x]+)z$/.exec(word) ?? []
  const place = code && planted[(code.charCodeAt(0) - 97) * 26 + code.charCodeAt(1) - 97]
  if (!place || !key) return undefined
  const [table, column] = place.split('.') as [string, string]
  return { table, column, key }
}

const pattern = /zqk[a-z]{0,2}[0-9x]*z?/g
const base64Run = /[A-Za-z0-9+/_-]{16,}/g

/**
 * Every canary in a text, whole or cut off, in small letters; also where it is written as an address, in HTML or JSON
 * escapes, or in base64. (The letters of a canary are the same in the first two unless somebody escapes them on purpose.)
 */
export function canariesIn(text: string): Set<string> {
  const found = new Set<string>()
  collect(text, found)
  if (/%[46-7][0-9a-f]/i.test(text) && /%[57]a/i.test(text)) collect(unescapePercent(text), found)
  if (/&#(122|x7a|90|x5a)\b/i.test(text)) collect(unescapeHtml(text), found)
  if (/\\(u00[57]a|x[57]a)/i.test(text)) collect(unescapeJson(text), found)
  for (const [run] of text.matchAll(base64Run)) {
    for (let shift = 0; shift < 4; shift++) {
      const decoded = Buffer.from(run.slice(shift), 'base64').toString('latin1')
      if (/zqk/i.test(decoded)) collect(decoded, found)
    }
  }
  return found
}

function collect(text: string, found: Set<string>): void {
  // Most answers hold none: looking for three letters first is faster than making a copy in small letters.
  if (!/zqk/i.test(text)) return
  for (const [word] of text.toLowerCase().matchAll(pattern)) found.add(word)
}

function unescapePercent(text: string): string {
  return text.replaceAll(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}

function unescapeHtml(text: string): string {
  return text.replaceAll(/&#(x?)([0-9a-f]+);?/gi, (_, hex: string, code: string) =>
    String.fromCharCode(Number.parseInt(code, hex ? 16 : 10)),
  )
}

function unescapeJson(text: string): string {
  return text.replaceAll(/\\(?:u00|x)([0-9a-f]{2})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
}

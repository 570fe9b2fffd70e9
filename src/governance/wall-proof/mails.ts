import type { Viewer } from '../../platform/context.ts'
import type { Ctx } from '../../platform/context.ts'
import { canariesIn, readCanary } from './canaries.ts'
import type { Facts } from './facts.queries.ts'
import type { Judgement } from './incidents.ts'
import { selectMails, selectOutbox } from './mails.queries.ts'
import type { Walker } from './site.ts'

/** Judges every mail by whom it goes to, and demands that facts and jobs carry no words. Returns how many were read. */
export async function judgeMails(ctx: Ctx, facts: Facts, judgement: Judgement): Promise<number> {
  const mails = await selectMails(ctx)
  for (const mail of mails) {
    // What the row itself was planted with is not what somebody wrote.
    const own = [...canariesIn(mail.words)].filter((word) => readCanary(word)?.table === 'mails').join(' ')
    judgement.words(
      'mail',
      receiverOf(facts, mail.to),
      `mail ${mail.id}`,
      mail.words,
      `${own} ${mail.to} ${toldTo(facts, mail.to)}`,
    )
  }
  for (const line of await selectOutbox(ctx)) {
    if (canariesIn(line).size > 0)
      judgement.add({ kind: 'outbox', reader: 'operator', address: 'outbox', what: line.slice(0, 200) })
  }
  return mails.length
}

/** Whose mail it is: the account that the address belongs to; a stranger reads what a visitor reads. */
function receiverOf(facts: Facts, to: string): Walker {
  const row = facts.rows('accounts').find((one) => one.email === to)
  const viewer = row
    ? ({ kind: 'account', id: row.id, realm: row.realm, name: row.display_name, offices: [] } as unknown as Viewer)
    : ({ kind: 'visitor' } as const)
  return { name: row ? `receiver in the ${String(row.realm)}` : 'stranger by mail', viewer, cookie: '' }
}

/** What somebody who is invited is told: by whom, and into which room. */
function toldTo(facts: Facts, to: string): string {
  const rows = facts.rows('invitations').filter((row) => row.email === to)
  return rows
    .map((row) => {
      const space = facts.find('spaces', String(row.space_id))
      const by = facts.find('accounts', String(row.invited_by))
      return [row.display_name, row.organisation, space?.title, by?.display_name].join(' ')
    })
    .join(' ')
}

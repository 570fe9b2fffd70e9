import type { PageOf } from '../../platform/cursor.ts'
import type { FormState } from '../../platform/http/form.ts'
import { ActionButton, Button } from '../../ui/button.tsx'
import { ErrorSummary, Input } from '../../ui/field.tsx'
import { Crumbs, PageHead, Pages } from '../../ui/page.tsx'
import { Empty, Notebox } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import type { Merge, MergePreview } from './synonyms.ts'
import { mostThreadsCounted } from './tag-pages.ts'
import { type TagSide, tagAddress, tagsAddress } from './tags.ts'

/** Where a steward says that two tags mean the same: first which, then what comes of it, then the deed. */
export function MergePage(props: { side: TagSide; name: string; form: FormState; preview: MergePreview | undefined }) {
  const { side, name, form, preview } = props
  const path = tagAddress(name, side)
  return (
    <>
      <PageHead
        title="The same as another tag"
        voice={side === 'outside'}
        crumbs={
          <Crumbs
            label="You are here"
            crumbs={[
              { label: 'Tags', href: tagsAddress(side) },
              { label: <bdi>{name}</bdi>, href: path },
            ]}
          />
        }
        intro={
          <>
            Whoever looks for “<bdi>{name}</bdi>” is led to the other tag. Both names can be typed and are found.
          </>
        }
      />
      <ErrorSummary title="Nothing was merged" errors={form.errors} />
      <div class="stack">
        <form method="get" action={`${path}/merge`} class="stack">
          <Input
            name="into"
            label="The tag that stays"
            hint="The name under which both are found from now on."
            value={form.values.into ?? ''}
            error={form.errors.into}
          />
          <div>
            <Button kind={preview ? undefined : 'primary'}>Show what would change</Button>
          </div>
        </form>
        {preview ? <Preview preview={preview} path={path} /> : null}
      </div>
    </>
  )
}

function Preview(props: { preview: MergePreview; path: string }) {
  const { from, into, fromCount, intoCount, others } = props.preview
  return (
    <Notebox icon="link-simple" role="status">
      <div class="stack-s">
        <p>
          {countWords(fromCount)} with “<bdi>{from}</bdi>” would be found under “<bdi>{into}</bdi>”, where there{' '}
          {intoCount === 1
            ? 'is one'
            : `are ${intoCount > mostThreadsCounted ? `more than ${mostThreadsCounted}` : intoCount}`}{' '}
          now.
        </p>
        {others.length > 0 ? <p>Other names that lead there: {others.join(', ')}.</p> : null}
        <p>No text is changed, and it can be undone: then everything stands as it was.</p>
        <ActionButton kind="primary" action={`${props.path}/merge`} fields={{ into }}>
          <span>
            Let “<bdi>{from}</bdi>” lead to “<bdi>{into}</bdi>”
          </span>
        </ActionButton>
      </div>
    </Notebox>
  )
}

function countWords(count: number): string {
  if (count > mostThreadsCounted) return `More than ${mostThreadsCounted} conversations`
  return count === 1 ? 'One conversation' : `${count} conversations`
}

/** What was merged on a side, by whom and when; each can be undone. */
export function MergesPage(props: { side: TagSide; page: PageOf<Merge>; later: boolean; now: Date }) {
  const { side, page, now } = props
  const path = `${tagsAddress(side)}/-/merges`
  const who = (person: Merge['mergedBy'], at: Date) => (
    <>
      {person?.displayName ?? 'Tango'}, <Time at={at} now={now} />
    </>
  )
  return (
    <>
      <PageHead
        title="Tags that mean the same"
        voice={side === 'outside'}
        crumbs={<Crumbs label="You are here" crumbs={[{ label: 'Tags', href: tagsAddress(side) }]} />}
        intro="One name leads to another. Nothing that was written is changed by it."
      />
      <div class="stack">
        {page.items.length === 0 ? (
          <Empty title="No tag leads to another yet" realm={side}>
            Open a tag and say what it means the same as.
          </Empty>
        ) : (
          <Table
            caption="Tags that mean the same"
            columns={[{ label: 'Tag' }, { label: 'Leads to' }, { label: 'Merged' }, { label: 'Undone' }]}
            rows={page.items.map((merge) => [
              <bdi>{merge.name}</bdi>,
              <a href={tagAddress(merge.into, side)}>
                <bdi>{merge.into}</bdi>
              </a>,
              who(merge.mergedBy, merge.mergedAt),
              merge.undoneAt === null ? (
                <ActionButton
                  size="s"
                  action={`${path}/${merge.id}/undo`}
                  label={`Undo: ${merge.name} leads to ${merge.into}`}
                >
                  Undo
                </ActionButton>
              ) : (
                who(merge.undoneBy, merge.undoneAt)
              ),
            ])}
          />
        )}
        <Pages
          label="More merges"
          {...(props.later && { newer: { href: path, label: 'Newest' } })}
          {...(page.next && { older: { href: `${path}?after=${page.next}`, label: 'Older' } })}
        />
      </div>
    </>
  )
}

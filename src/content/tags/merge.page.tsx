import type { ComponentChildren } from 'preact'
import type { Say } from '../../platform/languages/languages.ts'
import type { PageOf } from '../../platform/cursor.ts'
import type { FormState } from '../../platform/http/form.ts'
import { ActionButton, Button } from '../../ui/button.tsx'
import { ErrorSummary, Input } from '../../ui/field.tsx'
import { Crumbs, PageHead, Pages } from '../../ui/page.tsx'
import { Empty, Notebox } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { useWords } from '../../ui/words.tsx'
import type { Merge, MergePreview } from './synonyms.ts'
import { mostThreadsCounted } from './tag-pages.ts'
import { type TagSide, tagAddress, tagsAddress } from './tags.ts'

/** Where a steward says that two tags mean the same: first which, then what comes of it, then the deed. */
export function MergePage(props: { side: TagSide; name: string; form: FormState; preview: MergePreview | undefined }) {
  const say = useWords()
  const { side, name, form, preview } = props
  const path = tagAddress(name, side)
  return (
    <>
      <PageHead
        title={say('The same as another tag')}
        voice={side === 'outside'}
        crumbs={
          <Crumbs
            label={say('You are here')}
            crumbs={[
              { label: say('Tags'), href: tagsAddress(side) },
              { label: name, href: path },
            ]}
          />
        }
        intro={say.with('Whoever looks for “{tag}” is led to the other tag. Both names can be typed and are found.', {
          tag: <bdi>{name}</bdi>,
        })}
      />
      <ErrorSummary title={say('Nothing was merged')} errors={form.errors} />
      <div class="stack">
        <form method="get" action={`${path}/merge`} class="stack">
          <Input
            name="into"
            label={say('The tag that stays')}
            hint={say('The name under which both are found from now on.')}
            value={form.values.into ?? ''}
            error={form.errors.into}
          />
          <div>
            <Button kind={preview ? undefined : 'primary'}>{say('Show what would change')}</Button>
          </div>
        </form>
        {preview ? <Preview preview={preview} path={path} /> : null}
      </div>
    </>
  )
}

function Preview(props: { preview: MergePreview; path: string }) {
  const say = useWords()
  const { from, into, others } = props.preview
  return (
    <Notebox icon="link-simple" role="status">
      <div class="stack-s">
        <p>{foundWords(say, props.preview)}</p>
        {others.length > 0 ? <p>{say('Other names that lead there: {names}.', { names: others.join(', ') })}</p> : null}
        <p>{say('No text is changed, and it can be undone: then everything stands as it was.')}</p>
        <ActionButton kind="primary" action={`${props.path}/merge`} fields={{ into }}>
          <span>{say.with('Let “{from}” lead to “{into}”', { from: <bdi>{from}</bdi>, into: <bdi>{into}</bdi> })}</span>
        </ActionButton>
      </div>
    </Notebox>
  )
}

function foundWords(say: Say, preview: MergePreview): ComponentChildren {
  const { fromCount: count, intoCount } = preview
  const number = String(mostThreadsCounted)
  const names = { from: <bdi>{preview.from}</bdi>, into: <bdi>{preview.into}</bdi> }
  const now = intoCount > mostThreadsCounted ? say('more than {number}', { number }) : String(intoCount)
  if (count > mostThreadsCounted) {
    return intoCount === 1
      ? say.with(
          'More than {number} conversations with “{from}” would be found under “{into}”, where there is one now.',
          { ...names, number },
        )
      : say.with(
          'More than {number} conversations with “{from}” would be found under “{into}”, where there are {now} now.',
          { ...names, number, now },
        )
  }
  return intoCount === 1
    ? say.with('{count} conversations with “{from}” would be found under “{into}”, where there is one now.', {
        ...names,
        count,
      })
    : say.with('{count} conversations with “{from}” would be found under “{into}”, where there are {now} now.', {
        ...names,
        count,
        now,
      })
}

/** What was merged on a side, by whom and when; each can be undone. */
export function MergesPage(props: { side: TagSide; page: PageOf<Merge>; later: boolean; now: Date }) {
  const say = useWords()
  const { side, page, now } = props
  const path = `${tagsAddress(side)}/-/merges`
  const who = (person: Merge['mergedBy'], at: Date) => (
    <>
      <bdi>{person?.displayName ?? 'Tango'}</bdi>, <Time at={at} now={now} />
    </>
  )
  return (
    <>
      <PageHead
        title={say('Tags that mean the same')}
        voice={side === 'outside'}
        crumbs={<Crumbs label={say('You are here')} crumbs={[{ label: say('Tags'), href: tagsAddress(side) }]} />}
        intro={say('One name leads to another. Nothing that was written is changed by it.')}
      />
      <div class="stack">
        {page.items.length === 0 ? (
          <Empty title={say('No tag leads to another yet')} realm={side}>
            {say('Open a tag and say what it means the same as.')}
          </Empty>
        ) : (
          <Table
            caption={say('Tags that mean the same')}
            columns={[
              { label: say('Tag') },
              { label: say('Leads to') },
              { label: say('Merged') },
              { label: say('Undone') },
            ]}
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
                  label={say('Undo: {name} leads to {tag}', { name: merge.name, tag: merge.into })}
                >
                  {say('Undo')}
                </ActionButton>
              ) : (
                who(merge.undoneBy, merge.undoneAt)
              ),
            ])}
          />
        )}
        <Pages
          label={say('More merges')}
          {...(props.later && { newer: { href: path, label: say('Newest') } })}
          {...(page.next && { older: { href: `${path}?after=${page.next}`, label: say('Older') } })}
        />
      </div>
    </>
  )
}

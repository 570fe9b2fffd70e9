import type { PageOf } from '../../platform/cursor.ts'
import { Tag } from '../../ui/badge.tsx'
import { PageHead, Pages } from '../../ui/page.tsx'
import { SearchForm } from '../../ui/search.tsx'
import { Empty } from '../../ui/surface.tsx'
import { Segmented } from '../../ui/tabs.tsx'
import { mostUsesCounted } from './tag-pages.ts'
import type { TagRow } from './tag-pages.queries.ts'
import { type TagSide, tagAddress, tagsAddress } from './tags.ts'

export interface TagsPageProps {
  readonly side: TagSide
  readonly page: PageOf<TagRow>
  readonly beginning: string
  readonly later: boolean
  /** The viewer reads both sides of the wall. */
  readonly bothSides: boolean
  readonly mayMerge: boolean
}

/** All tags of a side that the viewer meets on something. */
export function TagsPage(props: TagsPageProps) {
  const { side, page, beginning } = props
  const path = tagsAddress(side)
  const here = beginning ? `${path}?q=${encodeURIComponent(beginning)}` : path
  const after = page.next && `${here}${beginning ? '&' : '?'}after=${encodeURIComponent(page.next)}`
  return (
    <>
      <PageHead
        title="Tags"
        voice={side === 'outside'}
        intro="Everybody’s own words for what is written here. Nobody has to make a list first."
        actions={
          props.bothSides ? (
            <Segmented
              label="Tags of which side"
              segments={(['inside', 'outside'] as const).map((one) => ({
                href: tagsAddress(one),
                label: one === 'inside' ? 'Inside' : 'Outside',
                realm: one,
                current: one === side,
              }))}
            />
          ) : null
        }
      />
      <div class="stack">
        <SearchForm
          id="tags-beginning"
          action={path}
          label="Tags that begin with"
          placeholder="Begins with"
          value={beginning}
          boxed
        />
        {page.items.length === 0 ? (
          <Empty title={beginning ? 'No tag begins so' : 'No tags yet'} realm={side} />
        ) : (
          <ul role="list" class="row">
            {page.items.map((row) => (
              <li class="row tight">
                <Tag href={tagAddress(row.name, side)}>
                  <bdi>{row.name}</bdi>
                </Tag>
                <span class="small muted">
                  {row.into === null ? (
                    <span class="num">{usesWords(row.count)}</span>
                  ) : (
                    <>
                      the same as <bdi>{row.into}</bdi>
                    </>
                  )}
                </span>
              </li>
            ))}
          </ul>
        )}
        <Pages
          label="More tags"
          {...(props.later && { newer: { href: here, label: 'First tags' } })}
          {...(after && { older: { href: after, label: 'More tags' } })}
        />
        {props.mayMerge ? (
          <p class="small">
            <a href={`${path}/-/merges`}>Tags that mean the same</a>
          </p>
        ) : null}
      </div>
    </>
  )
}

function usesWords(count: number): string {
  return count > mostUsesCounted ? `${mostUsesCounted}+` : String(count)
}

import type { PageOf } from '../../platform/cursor.ts'
import { Tag } from '../../ui/badge.tsx'
import { PageHead, Pages } from '../../ui/page.tsx'
import { SearchForm } from '../../ui/search.tsx'
import { Empty } from '../../ui/surface.tsx'
import { Segmented } from '../../ui/tabs.tsx'
import { useWords } from '../../ui/words.tsx'
import { productsPath } from './products.page.tsx'
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
  /** The viewer says which tags are products. */
  readonly mayName: boolean
}

/** All tags of a side that the viewer meets on something. */
export function TagsPage(props: TagsPageProps) {
  const say = useWords()
  const { side, page, beginning } = props
  const path = tagsAddress(side)
  const here = beginning ? `${path}?q=${encodeURIComponent(beginning)}` : path
  const after = page.next && `${here}${beginning ? '&' : '?'}after=${encodeURIComponent(page.next)}`
  return (
    <>
      <PageHead
        title={say('Tags')}
        voice={side === 'outside'}
        intro={say('Everybody’s own words for what is written here. Nobody has to make a list first.')}
        actions={
          props.bothSides ? (
            <Segmented
              label={say('Tags of which side')}
              segments={(['inside', 'outside'] as const).map((one) => ({
                href: tagsAddress(one),
                label: one === 'inside' ? say('Inside') : say('Outside'),
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
          label={say('Tags that begin with')}
          placeholder={say('Begins with')}
          value={beginning}
          boxed
        />
        {page.items.length === 0 ? (
          <Empty title={beginning ? say('No tag begins so') : say('No tags yet')} realm={side} />
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
                    say.with('the same as {tag}', { tag: <bdi>{row.into}</bdi> })
                  )}
                </span>
              </li>
            ))}
          </ul>
        )}
        <Pages
          label={say('More tags')}
          {...(props.later && { newer: { href: here, label: say('First tags') } })}
          {...(after && { older: { href: after, label: say('More tags') } })}
        />
        {props.mayMerge ? (
          <p class="small row">
            <a href={`${path}/-/merges`}>{say('Tags that mean the same')}</a>
            {props.mayName ? <a href={productsPath}>{say('Tags that are products')}</a> : null}
          </p>
        ) : null}
      </div>
    </>
  )
}

function usesWords(count: number): string {
  return count > mostUsesCounted ? `${mostUsesCounted}+` : String(count)
}

import { threadAddress } from '../../content/threads/threads.ts'
import type { PageOf } from '../../platform/cursor.ts'
import { type Say, said } from '../../platform/languages/languages.ts'
import { Crumbs, PageHead, Pages } from '../../ui/page.tsx'
import { Empty, Notebox } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { linkTo, useWords } from '../../ui/words.tsx'
import { type InboundReport, type InboundSource, type LinkedPage, reportedDays } from './inbound-links.ts'

const here = '/inside/measures/links'

const listTitles = {
  '/': said('Home'),
  '/questions': said('Questions'),
  '/ideas': said('Ideas'),
  '/updates': said('Updates'),
  '/tags': said('Tags'),
  '/storms': said('Storm sessions'),
} as const

/** What one of our pages is called. */
export function pageTitle(say: Say, page: LinkedPage): string {
  return page.kind === 'list' ? say.again(listTitles[page.path]) : page.title
}

function pathOf(page: LinkedPage): string {
  if (page.kind === 'thread') return threadAddress({ ...page, realm: 'outside' })
  return page.kind === 'space' ? `/s/${page.slug}` : page.path
}

/** The list of the sites that lead to one page. */
function ownList(page: LinkedPage): string {
  if (page.kind === 'thread') return `${here}?thread=${page.id}`
  return page.kind === 'space' ? `${here}?space=${page.slug}` : `${here}?page=${encodeURIComponent(page.path)}`
}

/** Which other sites lead people to which page. */
export function InboundLinksPage(props: { report: InboundReport; isFirst: boolean }) {
  const say = useWords()
  const { items, next, rest } = props.report
  return (
    <>
      <PageHead
        title={say('Links from other sites')}
        intro={say(
          'Where visitors and members came from in the last {days} days, and to which public page. Nobody is told who came, and what a browser says of where it came from can be untrue.',
          { days: reportedDays },
        )}
      />
      {items.length === 0 ? (
        <Empty title={say('Nobody came from another site')} realm="inside" />
      ) : (
        <Table
          caption={say('Pages that others link to, those with the most first')}
          columns={[{ label: say('Page | of this site') }, { label: say('Times | how often'), numeric: true }]}
          rows={items.map((page) => [
            // In one column, so that long addresses have room on a phone.
            <>
              <a href={pathOf(page)}>
                <b dir="auto">{pageTitle(say, page)}</b>
              </a>
              {page.most.map((source) => (
                <div>
                  <SourceName source={source} /> <span class="small muted">{say.number(source.times)}</span>
                </div>
              ))}
              <a href={ownList(page)} aria-label={say('All links to “{page}”', { page: pageTitle(say, page) })}>
                {say('All links')}
              </a>
            </>,
            say.number(page.times),
          ])}
        />
      )}
      {rest === 0 ? null : (
        <Notebox>
          {say('Came by links that are not listed, because a day had too many different ones: {times}', {
            times: say.number(rest),
          })}
        </Notebox>
      )}
      <Pages
        label={say('Pages')}
        {...(props.isFirst ? {} : { newer: { href: here, label: say('Those with the most') } })}
        {...(next ? { older: { href: `${here}?after=${next}`, label: say('Those with fewer') } } : {})}
      />
    </>
  )
}

/** Which other sites lead to one page. */
export function SourcesPage(props: { page: LinkedPage; sources: PageOf<InboundSource>; isFirst: boolean }) {
  const say = useWords()
  const { page, sources } = props
  const title = pageTitle(say, page)
  const own = ownList(page)
  return (
    <>
      <PageHead
        title={say('Links to {page}', { page: title })}
        crumbs={
          <Crumbs
            label={say('You are here')}
            crumbs={[{ label: say('Links from other sites'), href: here }, { label: title }]}
          />
        }
        intro={say.with('Where people came from to <a>this page</a> in the last {days} days. In all: {times}', {
          days: reportedDays,
          times: say.number(page.times),
          a: linkTo(pathOf(page)),
        })}
      />
      <Table
        caption={say('Sites, those with the most first')}
        columns={[{ label: say('From | which site') }, { label: say('Times | how often'), numeric: true }]}
        rows={sources.items.map((source) => [<SourceName source={source} />, say.number(source.times)])}
      />
      <Pages
        label={say('Sites')}
        {...(props.isFirst ? {} : { newer: { href: own, label: say('Those with the most') } })}
        {...(sources.next ? { older: { href: `${own}&after=${sources.next}`, label: say('Those with fewer') } } : {})}
      />
    </>
  )
}

/** An address elsewhere as it is written in the net, never drawn as it would like to look; opened without a word of us. */
function SourceName(props: { source: InboundSource }) {
  const say = useWords()
  const { host, path } = props.source
  if (host === '') return <>{say('Other sites')}</>
  return (
    <a href={`https://${host}${path}`} rel="nofollow noopener noreferrer">
      <bdi dir="ltr" class="text">
        {host}
        {path}
      </bdi>
    </a>
  )
}

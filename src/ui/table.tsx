import type { ComponentChildren } from 'preact'

export type Column = { label: ComponentChildren; /** Numbers stand at the end side. */ numeric?: boolean }

/** Rows of figures. The first cell of a row is its head. Scrolls sideways in its own region. */
export function Table(props: {
  caption: string
  showCaption?: boolean
  columns: Column[]
  rows: ComponentChildren[][]
  /** A last row that sums up. */
  foot?: ComponentChildren[]
}) {
  const align = (index: number) => (props.columns[index]?.numeric ? 'r' : undefined)
  return (
    <div class="scroll-x" tabindex={0} role="region" aria-label={props.caption}>
      <table class="table">
        <caption class={props.showCaption ? undefined : 'vh'}>{props.caption}</caption>
        <thead>
          <tr>
            {props.columns.map((column) => (
              <th scope="col" class={column.numeric ? 'r' : undefined}>
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <tr>{row.map((cell, index) => bodyCell(cell, index, align(index)))}</tr>
          ))}
        </tbody>
        {props.foot ? (
          <tfoot>
            <tr>{props.foot.map((cell, index) => bodyCell(cell, index, align(index)))}</tr>
          </tfoot>
        ) : null}
      </table>
    </div>
  )
}

function bodyCell(cell: ComponentChildren, index: number, align: 'r' | undefined) {
  if (index === 0) {
    return (
      <th scope="row" class={align}>
        {cell}
      </th>
    )
  }
  return <td class={align}>{cell}</td>
}

/** Short facts: term and detail. */
export function Facts(props: { facts: { term: ComponentChildren; detail: ComponentChildren }[] }) {
  return (
    <dl class="facts">
      {props.facts.map((fact) => (
        <>
          <dt>{fact.term}</dt>
          <dd>{fact.detail}</dd>
        </>
      ))}
    </dl>
  )
}

/** A list of links, one a row; the current one is the page beside it. */
export function Rows(props: { items: { href: string; current?: boolean; children: ComponentChildren }[] }) {
  return (
    <ul role="list" class="rows">
      {props.items.map((item) => (
        <li>
          <a class="item" href={item.href} aria-current={item.current ? 'true' : undefined}>
            {item.children}
          </a>
        </li>
      ))}
    </ul>
  )
}

/** A list beside what is chosen from it. Draws its own edges: the frame needs `flush`. */
export function ListDetail(props: { list: ComponentChildren; listLabel: string; children: ComponentChildren }) {
  return (
    <div class="listdetail">
      <section aria-label={props.listLabel}>{props.list}</section>
      <div class="pane">{props.children}</div>
    </div>
  )
}

/** Short links with a line beneath each: "Near this". */
export function LinkList(props: { links: { href: string; label: ComponentChildren; note?: ComponentChildren }[] }) {
  return (
    <ul role="list" class="links">
      {props.links.map((link) => (
        <li>
          <a href={link.href}>{link.label}</a>
          {link.note ? <span>{link.note}</span> : null}
        </li>
      ))}
    </ul>
  )
}

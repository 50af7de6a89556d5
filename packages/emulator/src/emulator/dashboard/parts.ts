import { isoTime } from '../../engine/base/clock.ts'
import { type Html, html } from '../../engine/base/html.ts'
import type { EmulatorEnvironment } from '../environment/emulator-environment.ts'

/** A form with one button. It posts to its own page and returns to it. */
export function actionButton(
  action: string,
  label: string,
  fields: Record<string, string> = {},
  look = 'quiet small',
): Html {
  return html`<form class="inline" method="post">${hidden(fields)}<button class="${look}" name="action" value="${action}">${label}</button></form>`
}

/**
 * A button that asks for confirmation. The question is a native popover, so it works without JavaScript, Escape closes it,
 * and the focus returns to the button.
 */
export function confirmButton(
  action: string,
  label: string,
  question: string,
  fields: Record<string, string> = {},
): Html {
  const id = `ask-${action}-${Object.values(fields).join('-')}`.replace(/[^\w-]/g, '_')
  return html`<button type="button" class="danger quiet small" popovertarget="${id}">${label}…</button>
<div popover id="${id}" class="dialog" role="dialog" aria-labelledby="${id}-title"><h2 id="${id}-title">${label}?</h2><p>${question}</p>
<div class="line end"><button type="button" class="quiet" popovertarget="${id}" popovertargetaction="hide">Cancel</button>
${actionButton(action, label, fields, 'danger')}</div></div>`
}

export function hidden(fields: Record<string, string>): Html {
  return html`${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}`
}

export interface Column {
  label: string
  /** Hidden on narrow pages. */
  wide?: boolean
  /** On narrow pages, the cells of a row follow each other, and each cell of this column has its own line. */
  whole?: boolean
  /** Numbers, aligned to the end of the column. */
  end?: boolean
  /** The name of the column to sort by. */
  sort?: string
}

export interface Row {
  /** Identifies the row's object: live updates match rows by it. */
  key: string
  cells: Html[]
  isChosen?: boolean
}

/** A table with live rows. `order` is the column to sort by; a leading `-` reverses the order. */
export function table(
  columns: Array<string | Column>,
  rows: Row[],
  empty: string,
  order?: { by: string; href(by: string): string },
): Html {
  const all = columns.map((column) => (typeof column === 'string' ? { label: column } : column))
  const classOf = ({ wide, end, whole }: Column) =>
    [wide && 'wide-only', end && 'end', whole && 'whole'].filter(Boolean).join(' ')
  const isStacked = all.some(({ whole }) => whole)
  return html`<div class="scroll${isStacked && ' stacked'}" tabindex="0" role="region" aria-label="${all[0]?.label ?? 'Table'} and more"><table>
<thead><tr>${all.map(
    (column) =>
      html`<th scope="col" class="${classOf(column)}"${sortState(column, order?.by)}>${heading(column, order)}</th>`,
  )}</tr></thead>
<tbody data-live="rows-${all[0]?.label ?? ''}">${rows.map(
    ({ key, cells, isChosen }) =>
      html`<tr data-key="${key}"${isChosen && html` class="chosen"`}>${cells.map((cell, at) => html`<td class="${classOf(all[at] as Column)}">${cell}</td>`)}</tr>`,
  )}</tbody>
</table></div><p class="empty soft">${empty}</p>`
}

function heading({ label, sort }: Column, order: { by: string; href(by: string): string } | undefined): Html {
  if (label === '') return html`<span class="hide">Actions</span>`
  if (sort === undefined || order === undefined) return html`${label}`
  const next = order.by === sort ? `-${sort}` : sort
  const arrow = order.by === sort ? ' ↑' : order.by === `-${sort}` ? ' ↓' : ''
  return html`<a href="${order.href(next)}">${label}${arrow}</a>`
}

function sortState({ sort }: Column, by: string | undefined): Html | false {
  if (sort === undefined || by === undefined || by.replace('-', '') !== sort) return false
  return html` aria-sort="${by.startsWith('-') ? 'descending' : 'ascending'}"`
}

/** Text to copy: with a click if scripts run, or else by selecting it, which selects all of it. */
export function copyable(text: string, label = 'Copy'): Html {
  return html`<code class="select-all">${text}</code> ${copyButton(text, label)}`
}

export function copyButton(text: string, label: string, look = 'quiet small'): Html {
  return html`<button type="button" class="${look}" data-copy="${text}" hidden>${label}</button>`
}

export function mono(text: string): Html {
  return html`<code class="select-all">${text}</code>`
}

export function plain(text: string | number | null | undefined): Html {
  return html`${text ?? '–'}`
}

/** An email address that is split before its domain if it does not fit in one line. */
export function address(email: string): Html {
  const at = email.lastIndexOf('@')
  return at < 0 ? html`${email}` : html`${email.slice(0, at)}<wbr>${email.slice(at)}`
}

export function badge(text: string, kind: 'good' | 'bad' | 'warn' | 'calm' = 'calm'): Html {
  return html`<span class="badge ${kind}">${text}</span>`
}

/** A relative time that is kept up to date. The exact time is in the title. */
export function time(environment: EmulatorEnvironment, epochMs: number | null): Html {
  if (epochMs === null) return html`–`
  const exact = isoTime(epochMs).replace('T', ' ').slice(0, 19)
  return html`<time data-at="${epochMs}" datetime="${isoTime(epochMs)}" title="${exact} UTC">${relative(epochMs - environment.clock.now())}</time>`
}

const UNITS = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'min'],
] as const

/** A rough time difference, such as "3 min ago" or "in 2 d". The page's script has the same function, `relative`. */
export function relative(ms: number): string {
  const seconds = Math.round(Math.abs(ms) / 1000)
  if (seconds < 60) return ms > 5000 ? `in ${seconds} s` : seconds < 5 ? 'now' : `${seconds} s ago`
  const [size, unit] = UNITS.find(([size]) => seconds >= size) ?? [60, 'min']
  const count = Math.floor(seconds / size)
  return ms > 0 ? `in ${count} ${unit}` : `${count} ${unit} ago`
}

/** The options of a select. */
export function options(entries: Array<readonly [value: string, label: string]>, chosen?: string): Html {
  return html`${entries.map(
    ([value, label]) =>
      html`<option value="${value}"${value === chosen && html` selected`}>${label}</option>`,
  )}`
}

export function details(summary: string, data: unknown, key: string): Html {
  return html`<details data-key="${key}"><summary>${summary}</summary><pre class="mono">${JSON.stringify(data, null, 2)}</pre></details>`
}

/** The URL of the same page with changed parameters. Undefined ones are omitted. */
export function hrefWith(query: URLSearchParams, change: Record<string, string | undefined>): string {
  const next = new URLSearchParams(query)
  for (const transient of ['notice', 'undo']) next.delete(transient)
  for (const [name, value] of Object.entries(change)) {
    if (value === undefined || value === '') next.delete(name)
    else next.set(name, value)
  }
  return `?${next}`
}

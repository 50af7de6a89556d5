import { type Html, html } from '../../engine/base/html.ts'
import type { ListWindow } from '../../engine/storage/list-window.ts'
import { hrefWith } from './parts.ts'

const SIZE = 50

export function windowOf(query: URLSearchParams, defaultSort: string, sorts: readonly string[]): ListWindow {
  const sort = query.get('sort') ?? ''
  const page = Number(query.get('page') ?? '1')
  const known = sorts.includes(sort.replace(/^-/, ''))
  return {
    search: (query.get('q') ?? query.get('email') ?? '').trim().slice(0, 200),
    sort: known ? sort : defaultSort,
    offset: (Number.isSafeInteger(page) && page > 0 && page < 1e7 ? page - 1 : 0) * SIZE,
    limit: SIZE,
  }
}

/** A search form that keeps the other parameters of the URL. */
export function searchForm(query: URLSearchParams, label: string, extra: Html = html``): Html {
  return html`<form class="filters" method="get" role="search"><label class="hide" for="q">${label}</label>
<input id="q" name="q" type="search" value="${query.get('q') ?? ''}" placeholder="${label}" autocomplete="off" data-search>
${query.has('sort') && html`<input type="hidden" name="sort" value="${query.get('sort')}">`}${extra}<button class="quiet">Search</button></form>`
}

/** "51–100 of 10,000", and links to the other pages. */
export function pager(
  query: URLSearchParams,
  { offset, limit }: ListWindow,
  shown: number,
  total: number,
): Html {
  const page = offset / limit + 1
  const last = Math.max(1, Math.ceil(total / limit))
  const range = total === 0 ? '0' : `${count(offset + 1)}–${count(offset + shown)} of ${count(total)}`
  const link = (to: number, label: string, isOff: boolean) =>
    isOff
      ? html`<span class="button quiet small off">${label}</span>`
      : html`<a class="button quiet small" href="${hrefWith(query, { page: to === 1 ? undefined : String(to) })}">${label}</a>`
  return html`<nav class="pager" aria-label="Pages"><span class="soft" data-live-text="total">${range}</span>
${last > 1 && html`<span class="line">${link(1, 'First', page === 1)}${link(page - 1, 'Previous', page === 1)}${link(page + 1, 'Next', page >= last)}${link(last, 'Last', page >= last)}</span>`}</nav>`
}

export function count(number: number): string {
  return number.toLocaleString('en-US')
}

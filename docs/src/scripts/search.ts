import { type Kind, kindsInOrder, queriesFor, searchWords } from './search-query.ts'

interface Found {
  url: string
  meta: { title: string }
  excerpt: string
  sub_results: { url: string; title: string; excerpt: string }[]
}
interface Pagefind {
  search(
    query: string,
    options: { filters: { kind: Kind } },
  ): Promise<{ results: { id: string; data(): Promise<Found> }[] }>
}

const HEADINGS: Record<Kind, string> = { Guide: 'Guides', Reference: 'Reference', API: 'API' }
const SHOWN: Record<Kind, number> = { Guide: 6, Reference: 4, API: 6 }

/** The search of the site. It runs a separate search for each kind of page, and shows the results in groups. */
class DocSearch extends HTMLElement {
  #pagefind: Promise<Pagefind> | undefined
  #turn = 0

  connectedCallback(): void {
    const open = this.#element<HTMLButtonElement>(':scope > button')
    open.disabled = false
    open.addEventListener('click', () => this.#open())
    this.#input.addEventListener('input', () => this.#search())
    this.#element('form').addEventListener('submit', (event) => {
      if ((event as SubmitEvent).submitter !== null && document.activeElement !== this.#input) return
      event.preventDefault()
      this.querySelector<HTMLAnchorElement>('[data-results] a')?.click()
    })
    this.#dialog.addEventListener('click', ({ target }) => {
      if (target === this.#dialog || (target as Element).closest('a') !== null) this.#dialog.close()
    })
    this.#dialog.addEventListener('keydown', (event) => this.#move(event))
    addEventListener('keydown', (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.key !== 'k') return
      event.preventDefault()
      if (this.#dialog.open) this.#dialog.close()
      else this.#open()
    })
  }

  get #dialog(): HTMLDialogElement {
    return this.#element('dialog')
  }

  get #input(): HTMLInputElement {
    return this.#element('input')
  }

  #element<T extends Element>(selector: string): T {
    return this.querySelector(selector) as T
  }

  #open(): void {
    this.#dialog.showModal()
    this.#input.select()
    this.#pagefind ??= import(
      /* @vite-ignore */ `${this.dataset.base?.replace(/\/$/, '')}/pagefind/pagefind.js`
    )
  }

  /** Moves through the results with the arrow keys. */
  #move(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined) return
    const stops = [this.#input, ...this.querySelectorAll<HTMLAnchorElement>('[data-results] a')]
    const index = stops.indexOf(document.activeElement as HTMLAnchorElement)
    event.preventDefault()
    stops[(index + step + stops.length) % stops.length]?.focus()
  }

  async #search(): Promise<void> {
    const turn = ++this.#turn
    const question = this.#input.value
    const groups = question.trim() === '' ? [] : await this.#groups(question)
    if (turn !== this.#turn) return
    const sections = groups.filter(({ found }) => found.length > 0)
    this.#element('[role=status]').textContent =
      question.trim() !== '' && sections.length === 0 ? `No page has “${question}”.` : ''
    this.#element('[data-results]').replaceChildren(...sections.map(sectionOf))
  }

  async #groups(question: string): Promise<{ kind: Kind; found: Found[] }[]> {
    const pagefind = await this.#pagefind
    if (pagefind === undefined) return []
    return Promise.all(
      kindsInOrder(question).map(async (kind) => ({ kind, found: await find(pagefind, question, kind) })),
    )
  }
}

async function find(pagefind: Pagefind, question: string, kind: Kind): Promise<Found[]> {
  const found = new Map<string, () => Promise<Found>>()
  for (const query of queriesFor(searchWords(question))) {
    const { results } = await pagefind.search(query, { filters: { kind } })
    for (const result of results.slice(0, SHOWN[kind])) {
      if (!found.has(result.id)) found.set(result.id, () => result.data())
    }
    if (found.size >= SHOWN[kind]) break
  }
  return Promise.all([...found.values()].slice(0, SHOWN[kind]).map((data) => data()))
}

function sectionOf({ kind, found }: { kind: Kind; found: Found[] }): HTMLElement {
  const section = document.createElement('section')
  const heading = document.createElement('h2')
  heading.textContent = HEADINGS[kind]
  const list = document.createElement('ul')
  list.append(...found.flatMap((page) => [...itemsOf(page)]))
  section.append(heading, list)
  return section
}

/** A page, with its best matching sections. */
function* itemsOf({ url, meta, excerpt, sub_results: sections }: Found): Generator<HTMLElement> {
  yield itemOf(url, meta.title, excerpt)
  const [best] = sections.filter((section) => section.url.includes('#') && section.title !== meta.title)
  if (best !== undefined) yield itemOf(best.url, `${meta.title} › ${best.title}`, best.excerpt)
}

function itemOf(url: string, title: string, excerpt: string): HTMLElement {
  const item = document.createElement('li')
  const link = document.createElement('a')
  link.href = url
  const name = document.createElement('strong')
  name.textContent = title
  const text = document.createElement('span')
  text.innerHTML = excerpt // Pagefind's own markup of the indexed text: escaped, with <mark>
  link.append(name, text)
  item.append(link)
  return item
}

customElements.define('doc-search', DocSearch)

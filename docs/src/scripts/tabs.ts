/** A group of tabs. The selected tab is stored, and applies to every group with the same key. */
class DocTabs extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener('click', ({ target }) => {
      const tab = (target as Element).closest<HTMLElement>('[role=tab]')
      if (tab !== null) this.choose(tab)
    })
    this.addEventListener('keydown', (event) => {
      const index = this.tabs.indexOf(event.target as HTMLElement)
      const last = this.tabs.length - 1
      const next = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: last }[event.key]
      if (index === -1 || next === undefined) return
      event.preventDefault()
      const tab = this.tabs[(next + this.tabs.length) % this.tabs.length]
      if (tab === undefined) return
      this.choose(tab)
      tab.focus()
    })
    const stored = read(this.key)
    if (stored !== null) this.show(stored)
  }

  get key(): string {
    return `tabs:${this.dataset.key}`
  }

  get tabs(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>('[role=tab]')]
  }

  choose(tab: HTMLElement): void {
    const label = tab.textContent ?? ''
    const { top } = tab.getBoundingClientRect()
    write(this.key, label)
    for (const group of document.querySelectorAll<DocTabs>(`doc-tabs[data-key="${this.dataset.key}"]`))
      group.show(label)
    // The groups above may have a different height now.
    scrollBy({ top: tab.getBoundingClientRect().top - top, behavior: 'instant' })
  }

  show(label: string): void {
    const chosen = this.tabs.find((tab) => tab.textContent === label)
    if (chosen === undefined) return
    for (const tab of this.tabs) {
      const isChosen = tab === chosen
      tab.setAttribute('aria-selected', String(isChosen))
      tab.tabIndex = isChosen ? 0 : -1
      const panel = document.getElementById(tab.getAttribute('aria-controls') ?? '')
      panel?.toggleAttribute('hidden', !isChosen)
    }
  }
}

// Storage may be blocked.
function read(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {}
}

customElements.define('doc-tabs', DocTabs)

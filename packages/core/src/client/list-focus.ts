/**
 * Keeps the focus in a list when the row that has it is removed. The focus moves to the next row, else to the previous row,
 * else to the panel's title, and never to the top of the page. Returns a function that stops it.
 */
export function keepListFocus(list: HTMLElement): () => void {
  let row: Element | undefined
  let index = -1
  const onFocus = ({ target }: FocusEvent) => {
    row = [...list.children].find((child) => child.contains(target as Node))
    index = row ? [...list.children].indexOf(row) : -1
  }
  const changes = new MutationObserver(() => {
    if (!row || row.isConnected) return
    row = undefined
    if (document.activeElement && document.activeElement !== document.body) return
    const next = list.children[Math.min(index, list.children.length - 1)]
    const target =
      next?.querySelector<HTMLElement>('button, summary, a, select') ??
      list.closest('[data-lk-part="panel"]')?.querySelector<HTMLElement>('[data-lk-part="panel-title"]')
    target?.focus()
  })
  list.addEventListener('focusin', onFocus)
  changes.observe(list, { childList: true })
  return () => {
    list.removeEventListener('focusin', onFocus)
    changes.disconnect()
  }
}

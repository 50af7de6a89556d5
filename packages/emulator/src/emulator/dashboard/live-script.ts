/**
 * Polls for changes every second and inserts them into the page, without a reload that would discard what a user is reading,
 * selecting or filling in. Without JavaScript, the page keeps the state in which it was opened.
 */
export const LIVE_SCRIPT = `
const live = () => document.getElementById('live')
const enhance = () => { for (const b of document.querySelectorAll('[data-copy]')) b.hidden = false }
let shown = live()?.innerHTML
addEventListener('click', async ({ target }) => {
  const button = target.closest?.('[data-copy]')
  if (!button) return
  await navigator.clipboard.writeText(button.dataset.copy)
  const label = button.textContent
  button.textContent = 'Copied'
  setTimeout(() => { button.textContent = label }, 1500)
})
const isBusy = (region) => region.contains(document.activeElement) || !getSelection().isCollapsed
async function look() {
  const response = await fetch(location.href).catch(() => undefined)
  if (!response?.ok) return
  const page = new DOMParser().parseFromString(await response.text(), 'text/html')
  const fresh = page.getElementById('live'), region = live()
  if (!fresh || !region || isBusy(region)) return
  const clock = page.getElementById('now')
  if (clock) document.getElementById('now').textContent = clock.textContent
  if (fresh.innerHTML === shown) return
  shown = fresh.innerHTML
  const open = [...region.querySelectorAll('details[open]')].map((d) => d.dataset.key)
  region.innerHTML = shown
  for (const d of region.querySelectorAll('details')) if (open.includes(d.dataset.key)) d.open = true
  enhance()
}
enhance()
setInterval(() => { if (!document.hidden) look() }, 1000)
addEventListener('visibilitychange', () => { if (!document.hidden) look() })
`

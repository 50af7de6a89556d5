/**
 * Live updates: the server announces changes, and the script inserts new rows without touching unchanged ones. Without
 * JavaScript, the page keeps the state in which it was opened.
 */
const LIVE = `
const $ = (selector, root = document) => root.querySelector(selector)
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)]
const main = $('main')
let now = Number(main.dataset.now), frozen = main.dataset.frozen === '1', from = performance.now()
const UNITS = [[86400, 'd'], [3600, 'h'], [60, 'min']]
function relative(ms) {
  const seconds = Math.round(Math.abs(ms) / 1000)
  if (seconds < 60) return ms > 5000 ? 'in ' + seconds + ' s' : seconds < 5 ? 'now' : seconds + ' s ago'
  const [size, unit] = UNITS.find(([least]) => seconds >= least)
  const count = Math.floor(seconds / size)
  return ms > 0 ? 'in ' + count + ' ' + unit : count + ' ' + unit + ' ago'
}
function tellTimes() {
  const at = frozen ? now : now + performance.now() - from
  for (const time of $$('time[data-at]')) {
    const text = relative(Number(time.dataset.at) - at)
    if (time.textContent !== text) time.textContent = text
  }
}
function enhance(root = document) {
  for (const button of $$('[data-copy], [data-pause], [data-keys], [data-stream]', root)) button.hidden = false
  for (const button of $$('[data-without-script]', root)) button.hidden = true
}
const signature = (node) => {
  const copy = node.cloneNode(true)
  for (const time of $$('time', copy)) time.textContent = ''
  for (const chosen of [copy, ...$$('[aria-current]', copy)]) chosen.removeAttribute('aria-current')
  for (const button of $$('[data-copy]', copy)) { button.hidden = false; button.textContent = '' }
  return copy.outerHTML
}
let paused = false, waiting = 0
const isBusy = (node) => node.contains(document.activeElement) && document.activeElement !== node || !getSelection().isCollapsed && node.contains(getSelection().anchorNode) || $('[popover]:popover-open', node) !== null
function merge(region, fresh) {
  const known = new Map([...region.children].map((child) => [child.dataset.key, child]))
  let place = region.firstElementChild
  for (const next of [...fresh.children]) {
    const old = known.get(next.dataset.key)
    known.delete(next.dataset.key)
    if (old === undefined) {
      if (region.childElementCount > 0) for (const chosen of $$('[aria-current]', next)) chosen.removeAttribute('aria-current')
      region.insertBefore(next, place)
      continue
    }
    let stays = old
    if (signature(old) !== signature(next) && !isBusy(old)) { old.replaceWith(next); stays = next; if (place === old) place = next }
    if (stays === place) place = place.nextElementSibling
    else region.insertBefore(stays, place)
  }
  for (const gone of known.values()) if (!isBusy(gone)) gone.remove()
}
async function look() {
  const response = await fetch(location.href).catch(() => undefined)
  if (!response?.ok) return
  const page = new DOMParser().parseFromString(await response.text(), 'text/html')
  const fresh = $('main', page)
  if (fresh === null) return
  now = Number(fresh.dataset.now); frozen = fresh.dataset.frozen === '1'; from = performance.now()
  document.body.className = page.body.className
  for (const one of $$('[data-live-text]')) {
    const next = $('[data-live-text="' + one.dataset.liveText + '"]', page)
    if (next !== null && next.textContent !== one.textContent) one.textContent = next.textContent
  }
  for (const region of $$('[data-live]')) {
    const next = $('[data-live="' + CSS.escape(region.dataset.live) + '"]', page)
    if (next === null) continue
    enhance(next)
    if (paused) {
      const keys = new Set([...region.children].map((child) => child.dataset.key))
      waiting = [...next.children].filter((child) => !keys.has(child.dataset.key)).length
    } else merge(region, next)
  }
  for (const button of $$('[data-pause]')) button.textContent = paused ? 'Resume' + (waiting > 0 ? ' (' + waiting + ' new)' : '') : 'Pause'
  const reading = $('.reading'), other = $('.reading', page)
  if (reading !== null && reading.childElementCount === 0 && other.childElementCount > 0) $('.panes').replaceWith($('.panes', page)), enhance()
  tellTimes()
}
let looking, again = false
function soon() {
  if (looking !== undefined) { again = true; return }
  looking = look().finally(() => { looking = undefined; if (again) { again = false; setTimeout(soon, 100) } })
}
const pill = $('[data-stream]')
const say = (text, off) => { pill.textContent = text; pill.classList.toggle('off', off) }
let saidAt = -5000, unsaid = []
function announce(text) {
  unsaid.push(text)
  const wait = saidAt + 5000 - performance.now()
  if (unsaid.length === 1) setTimeout(() => {
    saidAt = performance.now()
    $('#news').textContent = unsaid.length === 1 ? unsaid[0] : unsaid.length + ' new emails'
    unsaid = []
  }, Math.max(0, wait))
}
let stream
function listen() {
  stream = new EventSource(main.dataset.streamOf)
  stream.onopen = () => { say('Live', false); soon() }
  stream.onerror = () => say('Reconnecting…', true)
  stream.addEventListener('news', ({ data }) => {
    const { text } = JSON.parse(data)
    if (text !== undefined) announce(text)
    soon()
  })
}
addEventListener('visibilitychange', () => { if (document.hidden) stream.close(); else listen() })
addEventListener('pagehide', () => stream.close())
addEventListener('pageshow', ({ persisted }) => { if (persisted) listen() })
addEventListener('click', async ({ target }) => {
  const button = target.closest?.('[data-copy]')
  if (button) {
    await navigator.clipboard.writeText(button.dataset.copy)
    const label = button.dataset.label ??= button.textContent
    button.textContent = 'Copied'
    setTimeout(() => { button.textContent = label }, 1500)
  }
  if (target.closest?.('[data-pause]')) { paused = !paused; waiting = 0; soon() }
})
addEventListener('change', ({ target }) => { if (target.matches?.('[data-submit]')) target.form.requestSubmit() })
enhance()
// On a narrow page, the menu is a row that scrolls.
const here = $('.menu [aria-current]')
if (here !== null) here.parentElement.scrollLeft = here.offsetLeft - (innerWidth - here.offsetWidth) / 2
tellTimes()
setInterval(tellTimes, 5000)
if (!document.hidden) listen()
setInterval(() => { if (!document.hidden && stream.readyState !== 1) soon() }, 5000)
`

/** Keyboard shortcuts, the palette, and the marking of changed fields in a form. */
const KEYS = `
const palette = $('#palette'), input = $('input', palette), list = $('#palette-list')
let results = [], at = 0, asked = 0, search = Promise.resolve()
function choose(index) {
  at = Math.max(0, Math.min(results.length - 1, index))
  const options = $$('[role=option]', list)
  options.forEach((option, i) => option.setAttribute('aria-selected', String(i === at)))
  if (options[at]) { input.setAttribute('aria-activedescendant', options[at].id); options[at].scrollIntoView({ block: 'nearest' }) }
  else input.removeAttribute('aria-activedescendant')
}
async function find() {
  const turn = ++asked
  if (input.value !== '') await new Promise((resolve) => setTimeout(resolve, 100))
  if (turn !== asked) return
  const response = await fetch('/_emulator/ui/find.json?q=' + encodeURIComponent(input.value)).catch(() => undefined)
  if (!response?.ok || turn !== asked) return
  results = await response.json()
  list.replaceChildren(...results.map(({ label, detail }, i) => {
    const option = document.createElement('div'), name = document.createElement('span'), more = document.createElement('span')
    option.setAttribute('role', 'option'); option.id = 'palette-' + i; option.dataset.at = String(i)
    name.textContent = label; more.textContent = detail; more.className = 'soft'
    option.append(name, more)
    return option
  }))
  choose(0)
}
function run(result) {
  if (result === undefined) return
  if (result.post === undefined) { location.href = result.href; return }
  if (result.ask !== undefined && !confirm(result.ask)) return
  const form = document.createElement('form')
  form.method = 'post'; form.action = result.href; form.hidden = true
  for (const [name, value] of Object.entries(result.post)) {
    const field = document.createElement('input')
    field.type = 'hidden'; field.name = name; field.value = value
    form.append(field)
  }
  document.body.append(form)
  form.submit()
}
function openPalette() { if (!palette.open) palette.showModal(); input.select(); search = find() }
input.addEventListener('input', () => { search = find() })
input.addEventListener('keydown', (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (step !== undefined) { event.preventDefault(); choose(at + step) }
  if (event.key === 'Enter') { event.preventDefault(); search.then(() => run(results[at])) }
})
list.addEventListener('click', ({ target }) => { const option = target.closest('[role=option]'); if (option) run(results[Number(option.dataset.at)]) })
for (const dialog of $$('dialog')) dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close() })
$('[data-palette]').addEventListener('click', (event) => { event.preventDefault(); openPalette() })
$('[data-keys]').addEventListener('click', () => $('#keys').showModal())
const keysOn = $('[data-keys-on]')
keysOn.checked = localStorage.getItem('latchkey-keys') !== 'off'
keysOn.addEventListener('change', () => localStorage.setItem('latchkey-keys', keysOn.checked ? 'on' : 'off'))
const GO = { i: 'inbox', r: 'requests', u: 'users', o: 'organizations', e: 'events', s: 'settings' }
const rows = () => $$('[data-row]')
function step(by) {
  const all = rows(), here = all.indexOf(document.activeElement)
  const next = here === -1 ? (by > 0 ? 0 : all.length - 1) : here + by
  all[Math.max(0, Math.min(all.length - 1, next))]?.focus()
}
let went = -Infinity
addEventListener('keydown', (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') { event.preventDefault(); openPalette(); return }
  const isTyping = event.target.closest?.('input:not([type=checkbox], [type=radio]), textarea, select, dialog, [popover]')
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping || !keysOn.checked) return
  if (performance.now() - went < 1500 && GO[event.key] !== undefined) { location.href = '/_emulator/ui/' + GO[event.key]; return }
  went = event.key === 'g' ? performance.now() : -Infinity
  const isOnControl = event.target.closest?.('a, button, summary, input') !== null
  const act = {
    '/': () => $('[data-search]')?.focus(),
    '?': () => $('#keys').showModal(),
    '+': () => $('#clock-menu').showPopover(),
    j: () => step(1),
    k: () => step(-1),
    c: () => $('main [data-copy]')?.click(),
    ' ': isOnControl ? undefined : $('[data-pause]') && (() => $('[data-pause]').click()),
    Escape: $('[data-close]') && $('[popover]:popover-open') === null ? () => { location.href = $('[data-close]').href } : undefined,
  }[event.key]
  if (act) { event.preventDefault(); act() }
})
`

export const SCRIPT = LIVE + KEYS

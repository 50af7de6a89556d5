import { isoTime } from '../../engine/base/clock.ts'
import { type Html, html } from '../../engine/base/html.ts'
import { mark } from '../../engine/web/pages/mark.ts'
import { clockMenu } from './clock-view.ts'
import { hrefWith } from './parts.ts'
import { noticeOf, type Section, type View } from './section.ts'
import { shortcuts } from './shortcuts.ts'

/** The frame around every section: navigation, environment and clock. */
export function frame(
  sections: Record<string, Section>,
  current: string,
  view: View,
  content: Html,
  error: string | undefined,
): Html {
  const here = `/_emulator/ui/${current}${hrefWith(view.query, {})}`
  return html`<header class="bar">
<a class="brand" href="/_emulator/">${mark}<span class="brand-name">Latchkey</span></a>
${environmentSwitch(view)}
<span class="grow"></span>
<a class="pill" href="/_emulator/ui/find" data-palette>Search or run… <kbd class="wide-only">Ctrl K</kbd></a>
<button type="button" class="pill clock" popovertarget="clock-menu" title="${shownTime(view)}"><span aria-hidden="true">◷</span><span data-live-text="clock">${clockLabel(view)}</span></button>
<span class="pill live wide-only" data-stream hidden>Live</span>
<button type="button" class="pill wide-only" data-keys hidden>Keys</button>
</header>
<div popover id="clock-menu" class="dialog" role="dialog" aria-label="Clock">${clockMenu(view.environment, here)}</div>
<nav class="menu" aria-label="Sections">${Object.entries(sections).map(
    ([name, { title, group }]) =>
      html`${group !== undefined && html`<span>${group}</span>`}<a href="/_emulator/ui/${name}"${name === current && html` aria-current="page"`}>${title}</a>`,
  )}</nav>
<main data-now="${view.environment.clock.now()}" data-frozen="${view.environment.clock.frozen ? '1' : ''}" data-stream-of="/_emulator/stream?client=${view.environment.clientId}">
${error !== undefined && html`<p class="error" role="alert">${error}</p>`}
${noticeOf(sections[current] as Section, view.query)}
${content}
</main>
<p class="hide" role="status" id="news"></p>
${shortcuts}`
}

/** A list that names the current environment. With links instead, the other environments would be easy to overlook. */
function environmentSwitch({ environment, environments }: View): Html {
  if (environments.length === 1) return html`<span class="soft">${environment.name}</span>`
  return html`<form class="inline" method="get"><label class="hide" for="client">Environment</label>
<select id="client" name="client" data-submit>${environments.map(
    ({ name, clientId }) =>
      html`<option value="${clientId}"${clientId === environment.clientId && html` selected`}>${name}</option>`,
  )}</select><button class="quiet small" data-without-script>Show</button></form>`
}

/** Whether the environment's clock differs from its base clock. */
export function isMoved({ environment: { clock } }: View): boolean {
  return clock.frozen || clock.persisted.value.offsetMs !== 0
}

function clockLabel(view: View): string {
  const { clock } = view.environment
  if (clock.frozen) return `Stopped ${shownTime(view).slice(5, 16)}`
  const { offsetMs } = clock.persisted.value
  return offsetMs === 0 ? 'Now' : `${offsetMs > 0 ? '+' : '−'}${span(Math.abs(offsetMs))}`
}

function span(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / 60_000))
  const parts = [
    [Math.floor(minutes / 1440), 'd'],
    [Math.floor(minutes / 60) % 24, 'h'],
    [minutes % 60, 'min'],
  ] as const
  return parts
    .filter(([count]) => count > 0)
    .slice(0, 2)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ')
}

function shownTime({ environment: { clock } }: View): string {
  return `${isoTime(clock.now()).slice(0, 19).replace('T', ' ')} UTC`
}

/** A color for the icon in the browser tab: always the same for the same environment. */
export function colorOf(name: string): string {
  if (name === 'default') return '#b8862b'
  let hash = 0
  for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 360
  return `hsl(${hash} 55% 45%)`
}

import { isoTime } from '../../engine/base/clock.ts'
import { type Html, html } from '../../engine/base/html.ts'
import type { Section, View } from './section.ts'

const MOST_TABS = 6

/** Around every section: where one is, in which environment, at what time. */
export function frame(
  sections: Record<string, Section>,
  current: string,
  view: View,
  content: Html,
  error: string | undefined,
): Html {
  return html`<header class="bar">
<a class="brand" href="/_emulator/">Latchkey emulator</a>
${environmentSwitch(view)}
<a class="clock" href="/_emulator/ui/clock"><span id="now">${shownTime(view)}</span></a>
</header>
<div class="columns">
<nav aria-label="Sections">${Object.entries(sections).map(
    ([name, { title }]) =>
      html`<a href="/_emulator/ui/${name}"${name === current && html` aria-current="page"`}>${title}</a>`,
  )}</nav>
<main>
${error !== undefined && html`<p class="error" role="alert">${error}</p>`}
${content}
</main></div>`
}

/** Links while they are few, then a list to choose from. */
function environmentSwitch({ env, environments }: View): Html {
  if (environments.length === 1) return html`<span class="grow soft">${env.name}</span>`
  if (environments.length <= MOST_TABS) {
    return html`<nav class="tabs grow" aria-label="Environments">${environments.map(
      ({ name, clientId }) =>
        html`<a href="?client=${clientId}"${clientId === env.clientId && html` aria-current="true"`}>${name}</a>`,
    )}</nav>`
  }
  return html`<form class="inline grow" method="get"><label class="hide" for="client">Environment</label>
<select id="client" name="client">${environments.map(
    ({ name, clientId }) =>
      html`<option value="${clientId}"${clientId === env.clientId && html` selected`}>${name}</option>`,
  )}</select><button class="quiet small">Show</button></form>`
}

function shownTime({ env: { clock } }: View): string {
  const text = isoTime(clock.now()).slice(0, 16).replace('T', ' ')
  return clock.frozen ? `${text}, stopped` : text
}

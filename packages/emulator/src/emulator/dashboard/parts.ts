import { isoTime } from '../../engine/base/clock.ts'
import { type Html, html } from '../../engine/base/html.ts'
import type { EmulatorEnvironment } from '../environment/emulator-environment.ts'

/** A form of one button. It goes to the page it is on, and comes back to it. */
export function actionButton(action: string, label: string, fields: Record<string, string> = {}): Html {
  return html`<form class="inline" method="post">
${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<button class="quiet small" name="action" value="${action}">${label}</button></form>`
}

export function table(headings: string[], rows: Html[][], empty = 'Nothing here yet.'): Html {
  if (rows.length === 0) return html`<p class="soft">${empty}</p>`
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Table"><table>
<thead><tr>${headings.map((heading) => html`<th scope="col">${heading}</th>`)}</tr></thead>
<tbody>${rows.map((cells) => html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody>
</table></div>`
}

/**
 * The part of a page that follows what happens: a script looks for news and puts them in place. Forms that a
 * user fills in stay outside.
 */
export function live(content: Html): Html {
  return html`<div id="live" aria-live="polite">${content}</div>`
}

/** Text to copy: by a click where scripts run, else by selecting it, which takes all of it. */
export function copyable(text: string, label = 'Copy'): Html {
  return html`<code class="select-all">${text}</code> ${copyButton(text, label)}`
}

export function copyButton(text: string, label: string): Html {
  return html`<button type="button" class="quiet small" data-copy="${text}" hidden>${label}</button>`
}

export function mono(text: string): Html {
  return html`<code class="select-all">${text}</code>`
}

export function plain(text: string | number | null | undefined): Html {
  return html`${text ?? '–'}`
}

export function badge(text: string, kind: 'good' | 'bad' | 'calm' = 'calm'): Html {
  return html`<span class="badge ${kind}">${text}</span>`
}

export function time(epochMs: number | null): Html {
  return epochMs === null ? html`–` : html`<time>${isoTime(epochMs).replace('T', ' ').slice(0, 19)}</time>`
}

/** How long ago on the environment's clock, roughly. */
export function ago({ clock }: EmulatorEnvironment, epochMs: number): string {
  const seconds = Math.max(0, Math.round((clock.now() - epochMs) / 1000))
  if (seconds < 60) return `${seconds} s ago`
  if (seconds < 3600) return `${Math.round(seconds / 60)} min ago`
  return `${isoTime(epochMs).replace('T', ' ').slice(0, 16)}`
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

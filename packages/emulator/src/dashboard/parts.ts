import { isoTime } from '../clock.ts'
import type { EnvironmentState } from '../environment/state.ts'
import { type Html, html } from '../pages/html.ts'

/** A form of one button. The section's page takes it by POST and comes back to itself. */
export function actionButton(section: string, action: string, label: string, id?: string): Html {
  return html`<form class="inline" method="post" action="/_emulator/ui/${section}">
${id !== undefined && html`<input type="hidden" name="id" value="${id}">`}
<button class="quiet small" name="action" value="${action}">${label}</button></form>`
}

export function table(headings: string[], rows: Html[][]): Html {
  if (rows.length === 0) return html`<p class="soft">Nothing here yet.</p>`
  return html`<div class="scroll" tabindex="0"><table>
<thead><tr>${headings.map((heading) => html`<th scope="col">${heading}</th>`)}</tr></thead>
<tbody>${rows.map((cells) => html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody>
</table></div>`
}

export function mono(text: string): Html {
  return html`<code class="select-all">${text}</code>`
}

export function plain(text: string | number | null): Html {
  return html`${text ?? '–'}`
}

export function time(epochMs: number | null): Html {
  return epochMs === null ? html`–` : html`<time>${isoTime(epochMs).replace('T', ' ').slice(0, 19)}</time>`
}

/** How long ago on the environment's clock, roughly. */
export function ago(env: EnvironmentState, iso: string): string {
  const seconds = Math.max(0, Math.round((env.clock.now() - Date.parse(iso)) / 1000))
  if (seconds < 60) return `${seconds} s ago`
  if (seconds < 3600) return `${Math.round(seconds / 60)} min ago`
  return iso
}

import { type Html, html } from '../../engine/base/html.ts'

const KEYS = [
  ['Ctrl K', 'Search or run'],
  ['/', 'Search this page'],
  ['j, k', 'Next or previous row'],
  ['Enter', 'Open the row'],
  ['c', 'Copy the code, or the request as curl'],
  ['Escape', 'Close'],
  ['Space', 'Pause the requests'],
  ['+', 'Clock'],
  ['g i', 'Inbox'],
  ['g r', 'Requests'],
  ['g u', 'Users'],
  ['g o', 'Organizations'],
  ['g e', 'Events'],
  ['g s', 'Settings'],
  ['?', 'This table'],
] as const

/** The dialogs that only a script opens: the palette, and the list of keyboard shortcuts. */
export const shortcuts: Html = html`<dialog class="palette" id="palette" aria-label="Search or run">
<input type="text" role="combobox" aria-expanded="true" aria-controls="palette-list" aria-autocomplete="list" aria-label="Search or run" placeholder="Search for a page, an email address, an ID, a code, or a command" autocomplete="off" spellcheck="false">
<div role="listbox" id="palette-list" aria-label="Results" tabindex="-1"></div></dialog>
<dialog id="keys" aria-labelledby="keys-title"><h2 id="keys-title">Keys</h2><table class="keys"><tbody>${KEYS.map(
  ([key, what]) => html`<tr><td><kbd>${key}</kbd></td><td>${what}</td></tr>`,
)}</tbody></table>
<label class="check"><input type="checkbox" data-keys-on checked> Use single-key shortcuts</label>
<form method="dialog"><button class="quiet">Close</button></form></dialog>`

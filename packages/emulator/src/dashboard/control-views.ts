import { isoTime } from '../clock.ts'
import type { EnvironmentState } from '../environment/state.ts'
import { type Html, html } from '../pages/html.ts'
import { actionButton, mono, plain, table } from './parts.ts'

export function clockView({ clock }: EnvironmentState): Html {
  return html`<h1>Clock</h1>
<p>It is <strong>${isoTime(clock.now())}</strong>${clock.frozen && ', and stands still'}.</p>
<p class="soft">Codes, tokens, sessions and authenticator codes obey this clock.</p>
<form method="post" action="/_emulator/ui/clock">
<label>Move on by <select name="seconds">
<option value="60">1 minute</option><option value="300">5 minutes</option><option value="600">10 minutes</option>
<option value="3600">1 hour</option><option value="86400">1 day</option><option value="2592000">30 days</option>
</select></label>
<button name="action" value="advance">Move</button></form>
${clock.frozen ? actionButton('clock', 'resume', 'Let it run') : actionButton('clock', 'freeze', 'Stop it')}`
}

export function faultsView({ faults }: EnvironmentState): Html {
  return html`<h1>Faults</h1>
<p class="soft">Make the service misbehave, to see what your application does.</p>
${table(
  ['Path', 'What', 'Strikes'],
  faults
    .list()
    .map(({ id: _id, strikes, path, ...rule }) => [
      plain(path ?? 'every path'),
      mono(JSON.stringify(rule)),
      plain(strikes),
    ]),
)}
<h2>Add one</h2>
<form method="post" action="/_emulator/ui/faults">
<label>Path <input name="path" placeholder="/user_management/authenticate" autocomplete="off"></label>
<label>What happens <select name="kind">
<option value="503">Answer 503</option><option value="429">Answer 429</option>
<option value="slow">Answer 3 seconds late</option><option value="html">Answer HTML</option>
<option value="truncate">Cut the answer off</option><option value="reset">Drop the connection</option>
</select></label>
<label>How often <input name="times" type="number" min="1" value="1"></label>
<button name="action" value="add">Add</button></form>
${actionButton('faults', 'clear', 'Remove all')}`
}

import { isoTime } from '../../engine/base/clock.ts'
import { html } from '../../engine/base/html.ts'
import { clockCommands } from '../environment/clock-commands.ts'
import { actionButton, live } from './parts.ts'
import { refuse, type Section } from './section.ts'

const STEPS = [
  [60, '+1 minute'],
  [600, '+10 minutes'],
  [3600, '+1 hour'],
  [86_400, '+1 day'],
  [2_592_000, '+30 days'],
] as const

export const clockSection: Section = {
  title: 'Clock',
  show({ env: { clock } }) {
    return html`<h1>Clock</h1>
<p class="soft">Codes, tokens, sessions and authenticator apps of this environment obey it.</p>
${live(html`<p class="big mono">${isoTime(clock.now()).slice(0, 19).replace('T', ' ')}</p>${clock.frozen && html`<p>It stands still.</p>`}`)}
<div class="line">${STEPS.map(([seconds, label]) => actionButton('advance', label, { seconds: String(seconds) }))}
${clock.frozen ? actionButton('resume', 'Let it run') : actionButton('freeze', 'Stop it')}
${actionButton('now', 'Back to the present')}</div>
<form method="post" class="fields">
<label>Set to (UTC) <input name="time" type="datetime-local" step="1" required value="${isoTime(clock.now()).slice(0, 19)}"></label>
<button class="quiet" name="action" value="set">Set</button></form>`
  },
  actions: {
    advance: ({ env }, fields) =>
      env.clock.apply(clockCommands.advance((Number(fields('seconds')) || 0) * 1000)),
    freeze: ({ env }) => env.clock.apply(clockCommands.freeze()),
    resume: ({ env }) => env.clock.apply(clockCommands.resume()),
    now: ({ env }) => env.clock.apply(clockCommands.present()),
    set({ env }, fields) {
      const at = Date.parse(`${fields('time')}Z`)
      return Number.isNaN(at) ? refuse('This is not a time.') : env.clock.apply(clockCommands.set(at))
    },
  },
}

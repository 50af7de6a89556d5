import { isoTime } from '../../engine/base/clock.ts'
import { type Html, html } from '../../engine/base/html.ts'
import { clockCommands } from '../environment/clock-commands.ts'
import type { EmulatorEnvironment } from '../environment/emulator-environment.ts'
import { hidden } from './parts.ts'
import { refuse, type Section } from './section.ts'

const STEPS = [
  [60, '+1 minute'],
  [600, '+10 minutes'],
  [3600, '+1 hour'],
  [86_400, '+1 day'],
  [2_592_000, '+30 days'],
] as const
const PATH = '/_emulator/ui/clock'

export const clockSection: Section = {
  title: 'Clock',
  group: 'Lab',
  show({ environment }) {
    return html`<h1>Clock</h1>
<p class="soft">Codes, tokens, sessions and authenticator apps of this environment use this clock.</p>
<div class="card">${clockMenu(environment, PATH)}</div>`
  },
  actions: {
    advance: ({ environment }, fields) =>
      environment.clock.apply(clockCommands.advance((Number(fields('seconds')) || 0) * 1000)),
    freeze: ({ environment }) => environment.clock.apply(clockCommands.freeze()),
    resume: ({ environment }) => environment.clock.apply(clockCommands.resume()),
    now: ({ environment }) => environment.clock.apply(clockCommands.present()),
    set({ environment }, fields) {
      const at = Date.parse(`${fields('time')}Z`)
      return Number.isNaN(at) ? refuse('Enter a valid time.') : environment.clock.apply(clockCommands.set(at))
    },
  },
}

/** The menu that moves the clock, on every page. `back` is the page that the browser returns to. */
export function clockMenu({ clock }: EmulatorEnvironment, back: string): Html {
  const shown = isoTime(clock.now()).slice(0, 19)
  const fields = hidden({ back })
  const button = (action: string, label: string) =>
    html`<button class="quiet small" name="action" value="${action}">${label}</button>`
  return html`<p><strong>${shown.replace('T', ' ')} UTC</strong>${clock.frozen && ' · stopped'}</p>
<div class="line">${STEPS.map(([seconds, label]) => html`<form method="post" action="${PATH}">${hidden({ back, seconds: String(seconds) })}<button class="quiet small" name="action" value="advance">${label}</button></form>`)}</div>
<form method="post" action="${PATH}">${fields}<div class="line">${clock.frozen ? button('resume', 'Start the clock') : button('freeze', 'Stop the clock')}${button('now', 'Back to the present')}</div></form>
<form method="post" action="${PATH}" class="line">${fields}<label>Set to (UTC) <input name="time" type="datetime-local" step="1" required value="${shown}"></label><button class="quiet" name="action" value="set">Set</button></form>`
}

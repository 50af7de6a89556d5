import * as v from 'valibot'
import { html } from '../../engine/base/html.ts'
import { defaultSettings, SettingsSchema } from '../../engine/services/settings.ts'
import { refuse, type Section } from './section.ts'

/** Every setting as one JSON text: all of them, and each explained in the README. */
export const settingsSection: Section = {
  title: 'Settings',
  show({ env }) {
    const text = JSON.stringify(env.settings, null, 2)
    return html`<h1>Settings</h1>
<p class="soft">What an operator of the service sets in its dashboard. A field that is left out goes back to its default.</p>
<form method="post" class="whole">
<label>Settings (JSON) <textarea name="settings" class="mono" rows="${text.split('\n').length + 1}" spellcheck="false">${text}</textarea></label>
<button name="action" value="save">Save</button></form>`
  },
  actions: {
    async save({ env }, fields) {
      const parsed = v.safeParse(v.strictObject(SettingsSchema.entries), jsonOf(fields('settings')))
      if (!parsed.success) refuse(parsed.issues.map(describe).join(' '))
      await env.updateSettings({ ...defaultSettings(), ...parsed.output })
    },
  },
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return refuse('This is not JSON.')
  }
}

function describe(issue: v.BaseIssue<unknown>): string {
  return `${v.getDotPath(issue) ?? 'settings'}: ${issue.message}.`
}

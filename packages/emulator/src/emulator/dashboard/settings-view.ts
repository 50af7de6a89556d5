import * as v from 'valibot'
import { type Html, html } from '../../engine/base/html.ts'
import { defaultSettings, type Settings, SettingsSchema } from '../../engine/services/settings.ts'
import { copyButton } from './parts.ts'
import { type Fields, refuse, type Section } from './section.ts'

type Name = keyof Settings

interface Field {
  name: Name
  label: string
  hint?: string
  kind: 'text' | 'long' | 'url' | 'check' | 'number' | readonly (readonly [string, string])[]
  unit?: string
}

const GROUPS: Array<{ title: string; about: string; fields: Field[] }> = [
  {
    title: 'Sign-in',
    about: 'What users can do on the sign-in page and through the API.',
    fields: [
      { name: 'sign_up_enabled', label: 'Allow sign-up', kind: 'check' },
      { name: 'password_enabled', label: 'Allow passwords', kind: 'check' },
      { name: 'magic_auth_enabled', label: 'Allow sign-in codes', kind: 'check' },
      { name: 'device_authorization_enabled', label: 'Allow devices without a browser', kind: 'check' },
      { name: 'email_verification_required', label: 'Require a verified email address', kind: 'check' },
      {
        name: 'mfa',
        label: 'Second factor',
        kind: [
          ['if_enrolled', 'Required for users who have one'],
          ['required', 'Required for all users'],
          ['off', 'Never asked'],
        ],
      },
      {
        name: 'radar',
        label: 'Radar at sign-in',
        kind: [
          ['off', 'Off'],
          ['assess', 'Use the Radar lists, and challenge bots'],
          ['challenge', 'Challenge every sign-in'],
        ],
      },
      {
        name: 'radar_challenge',
        label: 'Radar challenges',
        kind: [
          ['email', 'By email'],
          ['sms', 'By text message'],
        ],
      },
      { name: 'password_min_length', label: 'Minimum password length', kind: 'number', unit: 'characters' },
    ],
  },
  {
    title: 'Sessions and tokens',
    about: 'How long sessions last, and what access tokens contain.',
    fields: [
      { name: 'access_token_seconds', label: 'Access token', kind: 'number', unit: 'seconds' },
      { name: 'session_days', label: 'Session', kind: 'number', unit: 'days' },
      {
        name: 'refresh_reuse_window_seconds',
        label: 'Reuse window for refresh tokens',
        kind: [
          ['0', '0 seconds: any reuse ends the session'],
          ['10', '10 seconds'],
          ['30', '30 seconds'],
        ],
      },
      { name: 'multiple_roles', label: 'Several roles per member', kind: 'check' },
      {
        name: 'jwt_template',
        label: 'JWT template',
        hint: 'Text that renders to a JSON object of additional claims',
        kind: 'long',
      },
    ],
  },
  {
    title: 'Links',
    about:
      'Pages of your app that emails and redirects open. Leave a field empty to use the page of this server.',
    fields: [
      { name: 'invitation_url', label: 'Invitation page', kind: 'url' },
      { name: 'password_reset_url', label: 'Password reset page', kind: 'url' },
      { name: 'logout_url', label: 'After sign-out', kind: 'url' },
      {
        name: 'allow_loopback_redirects',
        label: 'Allow redirects to any address on this machine',
        kind: 'check',
      },
    ],
  },
  {
    title: 'Brand',
    about: 'How emails and the hosted pages look.',
    fields: [
      { name: 'team_name', label: 'Name', kind: 'text' },
      { name: 'logo_url', label: 'Logo', hint: 'https or data URL of an image', kind: 'url' },
      { name: 'accent_color', label: 'Accent', hint: 'As #rrggbb', kind: 'text' },
    ],
  },
]

/** The settings as forms, and as JSON for a seed file. */
export const settingsSection: Section = {
  title: 'Settings',
  group: 'Setup',
  show({ environment: { settings } }) {
    const text = JSON.stringify(settings, null, 2)
    return html`<div class="head"><h1>Settings</h1></div>
<p class="soft">These are the settings of the WorkOS dashboard.</p>
<form method="post">${GROUPS.map(
      ({ title, about, fields }) => html`<section class="card"><h2>${title}</h2><p class="soft">${about}</p>
<div class="form-grid">${fields.filter(({ kind }) => kind !== 'check').map((field) => control(field, settings))}</div>
<div class="checks">${fields.filter(({ kind }) => kind === 'check').map((field) => control(field, settings))}</div></section>`,
    )}<div class="save"><button name="action" value="save">Save changes</button></div></form>
<details class="add"><summary>As JSON, for a seed file</summary>
<form method="post"><label>Settings (JSON) <textarea name="settings" class="mono" rows="${text.split('\n').length + 1}" spellcheck="false">${text}</textarea></label>
<p class="soft">A field that is omitted is reset to its default.</p>
<div class="line"><button class="quiet" name="action" value="save-json">Save JSON</button>${copyButton(text, 'Copy')}</div></form></details>`
  },
  actions: {
    save: ({ environment }, fields) => environment.updateSettings(parse(valuesOf(fields))),
    'save-json': ({ environment }, fields) =>
      environment.updateSettings({ ...defaultSettings(), ...parse(jsonOf(fields('settings'))) }),
  },
  notices: { save: 'Saved.', 'save-json': 'Saved.' },
}

function control({ name, label, hint, kind, unit }: Field, settings: Settings): Html {
  const value = settings[name]
  const more = hint !== undefined && html` <span class="soft">${hint}</span>`
  if (kind === 'check')
    return html`<label class="check"><input type="checkbox" name="${name}"${value === true && html` checked`}> ${label}</label>`
  if (kind === 'long')
    return html`<label class="whole">${label}${more}<textarea name="${name}" class="mono" rows="4" spellcheck="false">${String(value ?? '')}</textarea></label>`
  if (typeof kind !== 'string')
    return html`<label>${label}<select name="${name}">${kind.map(([one, text]) => html`<option value="${one}"${one === String(value) && html` selected`}>${text}</option>`)}</select></label>`
  const type = kind === 'number' ? 'number' : 'text'
  return html`<label><span>${label}${unit !== undefined && html` <span class="soft">in ${unit}</span>`}${more}</span><input type="${type}" name="${name}" value="${String(value ?? '')}" autocomplete="off"></label>`
}

/** The values of all settings in the form. */
function valuesOf(fields: Fields): Record<string, unknown> {
  const all = GROUPS.flatMap((group) => group.fields)
  return Object.fromEntries(all.map(({ name, kind }) => [name, readValue(fields(name), name, kind)]))
}

function readValue(text: string, name: Name, kind: Field['kind']): unknown {
  if (kind === 'check') return text === 'on'
  if (kind === 'number' || typeof defaultSettings()[name] === 'number') return Number(text)
  return text.trim() === '' && name !== 'team_name' ? null : text
}

function parse(value: unknown): Partial<Settings> {
  const parsed = v.safeParse(v.strictObject(SettingsSchema.entries), value)
  return parsed.success ? parsed.output : refuse(parsed.issues.map(describe).join(' '))
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return refuse('Enter valid JSON.')
  }
}

function describe(issue: v.BaseIssue<unknown>): string {
  return `${v.getDotPath(issue) ?? 'settings'}: ${issue.message}.`
}

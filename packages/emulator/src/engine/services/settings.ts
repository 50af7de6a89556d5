import * as v from 'valibot'

function isPicture(text: string): boolean {
  return (
    /^data:image\/(?:png|jpeg|gif|webp|svg\+xml)[;,]/.test(text) ||
    (URL.canParse(text) && /^https?:\/\//.test(text))
  )
}

const positive = v.pipe(v.number(), v.integer(), v.minValue(1))

/** What an operator of the hosted service sets in its dashboard. Also the `settings` of a seed file. */
export const SettingsSchema = v.object({
  /** Issuer shown in authenticator apps, and the sender of emails. */
  team_name: v.optional(v.string(), 'Latchkey'),
  /** Logo of emails and hosted pages: an `https`, `http` or `data:image/` address. Unset: the name alone. */
  logo_url: v.optional(
    v.nullable(v.pipe(v.string(), v.check(isPicture, 'is not the address of a picture'))),
    null,
  ),
  /** Color of the button in emails and on hosted pages, as `#rrggbb`. Unset: the emulator's own. */
  accent_color: v.optional(
    v.nullable(v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/i, 'is not a color such as #1d4a3f'))),
    null,
  ),
  email_verification_required: v.optional(v.boolean(), true),
  /** `if_enrolled` asks users who have a factor; `required` also makes the others enroll one. */
  mfa: v.optional(v.picklist(['if_enrolled', 'required', 'off']), 'if_enrolled'),
  password_enabled: v.optional(v.boolean(), true),
  magic_auth_enabled: v.optional(v.boolean(), true),
  sign_up_enabled: v.optional(v.boolean(), true),
  /** Whether devices without a browser may sign users in. */
  device_authorization_enabled: v.optional(v.boolean(), true),
  /** `assess` goes by Radar's lists and challenges programs; `challenge` also challenges all others. */
  radar: v.optional(v.picklist(['off', 'assess', 'challenge']), 'off'),
  /** Where the code of a Radar challenge goes. */
  radar_challenge: v.optional(v.picklist(['email', 'sms']), 'email'),
  password_min_length: v.optional(v.pipe(v.number(), v.integer(), v.minValue(8), v.maxValue(128)), 10),
  access_token_seconds: v.optional(positive, 300),
  session_days: v.optional(positive, 30),
  /** Within it a used refresh token gets the same new pair again; after it the session ends. 0 for tests of theft. */
  refresh_reuse_window_seconds: v.optional(v.picklist([0, 10, 30]), 30),
  /** Accept any loopback redirect URI, as a staging environment does. */
  allow_loopback_redirects: v.optional(v.boolean(), true),
  multiple_roles: v.optional(v.boolean(), false),
  /** Pages of the application that links in emails lead to. Unset: pages of the emulator. */
  invitation_url: v.optional(v.nullable(v.string()), null),
  password_reset_url: v.optional(v.nullable(v.string()), null),
  logout_url: v.optional(v.nullable(v.string()), null),
  /** `content` of the JWT template: text that renders to a JSON object of extra claims. */
  jwt_template: v.optional(v.nullable(v.string()), null),
})

/** What an operator of the hosted service sets in its dashboard; each with its default in the README. */
export interface Settings {
  /** Issuer shown in authenticator apps, and the sender of emails. */
  team_name: string
  /** Logo of emails and hosted pages: an `https`, `http` or `data:image/` address. Null: the name alone. */
  logo_url: string | null
  /** Color of the button in emails and on hosted pages, as `#rrggbb`. Null: the emulator's own. */
  accent_color: string | null
  email_verification_required: boolean
  /** `if_enrolled` asks users who have a factor; `required` also makes the others enroll one. */
  mfa: 'if_enrolled' | 'required' | 'off'
  password_enabled: boolean
  magic_auth_enabled: boolean
  sign_up_enabled: boolean
  /** Whether devices without a browser may sign users in. */
  device_authorization_enabled: boolean
  /** `assess` goes by Radar's lists and challenges programs; `challenge` also challenges all others. */
  radar: 'off' | 'assess' | 'challenge'
  /** Where the code of a Radar challenge goes: to the address of the user, or to a phone. */
  radar_challenge: 'email' | 'sms'
  /** Characters, 8 to 128. */
  password_min_length: number
  access_token_seconds: number
  session_days: number
  /** Within it a used refresh token gets the same new pair again; after it the session ends. 0 for tests of theft. */
  refresh_reuse_window_seconds: 0 | 10 | 30
  /** Accept any loopback redirect URI, as a staging environment does. */
  allow_loopback_redirects: boolean
  multiple_roles: boolean
  /** Pages of the application that links in emails lead to; null for pages of the emulator. */
  invitation_url: string | null
  password_reset_url: string | null
  logout_url: string | null
  /** `content` of the JWT template: text that renders to a JSON object of extra claims. */
  jwt_template: string | null
}

/** Settings to change; those that are left out stay as they are. */
export type SettingsInput = { [Name in keyof Settings]?: Settings[Name] | undefined }

const DEFAULTS = v.parse(SettingsSchema, {})

export function defaultSettings(): Settings {
  return { ...DEFAULTS }
}

/** Absent settings must stay as they are, not go back to their defaults. */
export function onlyGiven(change: SettingsInput): Partial<Settings> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
}

import * as v from 'valibot'
import { isRedirectUri } from '../contract/redirect-uri.ts'

function isPicture(text: string): boolean {
  return (
    /^data:image\/(?:png|jpeg|gif|webp|svg\+xml)[;,]/.test(text) ||
    (URL.canParse(text) && /^https?:\/\//.test(text))
  )
}

/** A page of the application. Custom schemes are allowed, but none that runs code. */
const pageUrl = v.pipe(
  v.string(),
  v.check(isRedirectUri, 'is not a URL such as https://app.example.com/page'),
)

const positive = v.pipe(v.number(), v.integer(), v.minValue(1))

/** The settings of the hosted service's dashboard. Also the `settings` of a seed file. */
export const SettingsSchema = v.object({
  /** The issuer shown in authenticator apps, and the sender name of emails. */
  team_name: v.optional(v.string(), 'Latchkey'),
  /** The logo of emails and hosted pages: an `https`, `http` or `data:image/` URL. Default: only the name. */
  logo_url: v.optional(
    v.nullable(v.pipe(v.string(), v.check(isPicture, 'is not the URL of an image'))),
    null,
  ),
  /** The color of the button in emails and on hosted pages, as `#rrggbb`. Default: the emulator's color. */
  accent_color: v.optional(
    v.nullable(v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/i, 'is not a color such as #1d4a3f'))),
    null,
  ),
  email_verification_required: v.optional(v.boolean(), true),
  /** `if_enrolled` requires a second factor of users who have one; `required` also makes all others enroll one. */
  mfa: v.optional(v.picklist(['if_enrolled', 'required', 'off']), 'if_enrolled'),
  password_enabled: v.optional(v.boolean(), true),
  magic_auth_enabled: v.optional(v.boolean(), true),
  sign_up_enabled: v.optional(v.boolean(), true),
  /** Whether devices without a browser can sign users in. */
  device_authorization_enabled: v.optional(v.boolean(), true),
  /** `assess` applies Radar's lists and challenges bots; `challenge` challenges all sign-ins. */
  radar: v.optional(v.picklist(['off', 'assess', 'challenge']), 'off'),
  /** How the code of a Radar challenge is sent. */
  radar_challenge: v.optional(v.picklist(['email', 'sms']), 'email'),
  password_min_length: v.optional(v.pipe(v.number(), v.integer(), v.minValue(8), v.maxValue(128)), 10),
  access_token_seconds: v.optional(positive, 300),
  session_days: v.optional(positive, 30),
  /**
   * Seconds for which a used refresh token returns the same new tokens again. Afterward, using it ends the session. Set 0 to
   * test token theft.
   */
  refresh_reuse_window_seconds: v.optional(v.picklist([0, 10, 30]), 30),
  /** Whether any loopback redirect URI is accepted, as in a staging environment. */
  allow_loopback_redirects: v.optional(v.boolean(), true),
  multiple_roles: v.optional(v.boolean(), false),
  /** The application's pages that links in emails open. Default: pages of the emulator. */
  invitation_url: v.optional(v.nullable(pageUrl), null),
  password_reset_url: v.optional(v.nullable(pageUrl), null),
  logout_url: v.optional(v.nullable(pageUrl), null),
  /** The `content` of the JWT template: text that renders to a JSON object of extra claims. */
  jwt_template: v.optional(v.nullable(v.string()), null),
})

/** The settings that the API's own dashboard has. */
export interface Settings {
  /** The issuer shown in authenticator apps, and the sender name of emails. */
  team_name: string
  /** The logo of emails and hosted pages: an `https`, `http` or `data:image/` URL. Null: only the name. */
  logo_url: string | null
  /** The color of the button in emails and on hosted pages, as `#rrggbb`. Null: the emulator's color. */
  accent_color: string | null
  email_verification_required: boolean
  /** `if_enrolled` requires a second factor of users who have one; `required` also makes all others enroll one. */
  mfa: 'if_enrolled' | 'required' | 'off'
  password_enabled: boolean
  magic_auth_enabled: boolean
  sign_up_enabled: boolean
  /** Whether devices without a browser can sign users in. */
  device_authorization_enabled: boolean
  /** `assess` applies Radar's lists and challenges bots; `challenge` challenges all sign-ins. */
  radar: 'off' | 'assess' | 'challenge'
  /** How the code of a Radar challenge is sent: to the user's email address, or to a phone. */
  radar_challenge: 'email' | 'sms'
  /** The number of characters, 8 to 128. */
  password_min_length: number
  access_token_seconds: number
  session_days: number
  /**
   * Seconds for which a used refresh token returns the same new tokens again. Afterward, using it ends the session. Set 0 to
   * test token theft.
   */
  refresh_reuse_window_seconds: 0 | 10 | 30
  /** Whether any loopback redirect URI is accepted, as in a staging environment. */
  allow_loopback_redirects: boolean
  multiple_roles: boolean
  /** The application's pages that links in emails open; null for pages of the emulator. */
  invitation_url: string | null
  password_reset_url: string | null
  logout_url: string | null
  /** The `content` of the JWT template: text that renders to a JSON object of extra claims. */
  jwt_template: string | null
}

/** The settings to change. Omitted settings stay the same. */
export type SettingsInput = { [Name in keyof Settings]?: Settings[Name] | undefined }

const DEFAULTS = v.parse(SettingsSchema, {})

export function defaultSettings(): Settings {
  return { ...DEFAULTS }
}

/** Omitted settings must stay the same instead of returning to their defaults. */
export function onlyGiven(change: SettingsInput): Partial<Settings> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
}

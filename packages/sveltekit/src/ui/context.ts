import type { Brand } from '@latchkey/core/brand'
import type { Locale } from '@latchkey/core/text'
import { getContext, setContext } from 'svelte'
import { page } from '$app/state'
import { appBase } from '../base.ts'

/** The appearance and texts of the components, and the URLs of the app's pages. All have defaults. */
export interface UiSettings {
  /** A module of `@latchkey/core/locales/…`. Default: English. */
  locale?: Locale
  /** Default: the direction of the locale. */
  dir?: 'ltr' | 'rtl' | 'auto'
  /** The app's name, logo, colors and links. Default: the hook's `brand` option. */
  brand?: Brand
  /**
   * Whether the document's title follows the step of the flow, such as "Check your email – Orchard", so that each step appears
   * in the history and is read out by screen readers. Default `false`: the title stays the app's own.
   */
  titles?: boolean
  /** Class names to add, by the part's name: the value of `data-lk-part` in the markup. */
  classNames?: Readonly<Record<string, string>>
  /** Default: `/sign-in` below `paths.base`. */
  signInUrl?: string
  /** Default: `/sign-up` below `paths.base`. */
  signUpUrl?: string
  /** Default: `/forgot-password` below `paths.base`. */
  forgotPasswordUrl?: string
  /** Where users go after sign-out. Default: the handler's default. */
  afterSignOutUrl?: string
  /** The path of the handler. Default: `/auth` below `paths.base`. */
  basePath?: string
}

/** The attributes of a part: its name and state, for style sheets. */
export interface PartAttributes {
  'data-lk-part': string
  'data-lk-state': string | undefined
  class: string | undefined
}

const KEY = Symbol('latchkey.ui')

/** Provides settings to the components inside. Call it during component initialization. */
export const setUi = (settings: () => UiSettings): void => void setContext(KEY, settings)

/**
 * The settings with the defaults filled in, and the attributes that mark parts for style sheets. Call it during component
 * initialization.
 */
export function getUi() {
  const settings = getContext<(() => UiSettings) | undefined>(KEY) ?? ((): UiSettings => ({}))
  return {
    get locale() {
      return settings().locale
    },
    get dir() {
      return settings().dir ?? settings().locale?.dir
    },
    get brand() {
      return settings().brand ?? page.data.auth?.brand
    },
    get titles() {
      return settings().titles ?? false
    },
    /** A brand whose style sheet the hook has not linked in the page. */
    get ownBrand() {
      return settings().brand
    },
    get afterSignOutUrl() {
      return settings().afterSignOutUrl
    },
    get signInUrl() {
      return settings().signInUrl ?? `${appBase}/sign-in`
    },
    get signUpUrl() {
      return settings().signUpUrl ?? `${appBase}/sign-up`
    },
    get forgotPasswordUrl() {
      return settings().forgotPasswordUrl ?? `${appBase}/forgot-password`
    },
    get basePath() {
      return settings().basePath ?? `${appBase}/auth`
    },
    part: (name: string, state?: string): PartAttributes => ({
      'data-lk-part': name,
      'data-lk-state': state,
      class: settings().classNames?.[name],
    }),
  }
}

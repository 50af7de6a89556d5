import type { Brand } from '@latchkey/core/brand'
import type { Locale } from '@latchkey/core/text'
import { getContext, setContext } from 'svelte'
import { page } from '$app/state'
import { appBase } from '../base.ts'

/** How the components look and speak, and where the app's pages are. All have a default. */
export interface UiSettings {
  /** A module of `@latchkey/core/locales/…`. English without it. */
  locale?: Locale
  /** Default: the locale's own direction. */
  dir?: 'ltr' | 'rtl' | 'auto'
  /** Whose sign-in this is: name, logo, colors and links. Default: the option `brand` of the hook. */
  brand?: Brand
  /**
   * Whether the document's title follows the step of the flow on the page, as in "Check your email – Orchard", so that a
   * change of the step is in the history and is spoken. Default `false`: the title is the app's.
   */
  titles?: boolean
  /** Class names to add, by the part's name: what `data-lk-part` says in the markup. */
  classNames?: Readonly<Record<string, string>>
  /** Default: `/sign-in` below `paths.base`. */
  signInUrl?: string
  /** Default: `/sign-up` below `paths.base`. */
  signUpUrl?: string
  /** Default: `/forgot-password` below `paths.base`. */
  forgotPasswordUrl?: string
  /** Where users go after signing out. Default: what the handler says. */
  afterSignOutUrl?: string
  /** Where the handler is. Default: `/auth` below `paths.base`. */
  basePath?: string
}

/** What a part of the markup is called, and the state it is in; style sheets select by these. */
export interface PartAttributes {
  'data-lk-part': string
  'data-lk-state': string | undefined
  class: string | undefined
}

const KEY = Symbol('latchkey.ui')

/** Hands settings down to the components inside. Call it while a component is set up. */
export const setUi = (settings: () => UiSettings): void => void setContext(KEY, settings)

/** The settings, with the defaults filled in, and how to mark parts for style sheets. Call it while a component is set up. */
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

import type { FlowError } from '../flow/flow-payload.ts'
import { FLOW_ERROR_MESSAGES } from '../flow/messages.ts'
import { type AccountText, EN_ACCOUNT } from './en-account.ts'
import { EN_FLOW, type FlowText } from './en-flow.ts'
import type { Locale } from './locale.ts'

/** Values for the places of a text. */
export type TextValues = Readonly<Record<string, string | number>>

/** A text of the account components, or a word of the API's, which may be one of them. */
export type AccountTextKey = keyof FlowText | keyof AccountText

/** Says a text by its key, with values in their places. A key without a text is shown as it is. */
export type TextOf<Key extends string> = (key: Key, values?: TextValues) => string

/** Without a locale, everything is English. */
type Tables = Partial<Locale> | undefined

/**
 * A text with values in the places of `{name}`, numbers in the digits of the language. A place without a value stays.
 *
 * @param tag A BCP 47 tag. Default: English.
 */
export function fillText(text: string, values: TextValues = {}, tag = 'en'): string {
  return text.replace(/{(\w+)}/g, (whole, name) => values[name]?.toLocaleString(tag) ?? whole)
}

/** The texts of the sign-in flows. Without a locale: English. */
export function flowText(locale: Tables): TextOf<keyof FlowText> {
  return textIn(locale?.flow ?? EN_FLOW, locale)
}

/** The texts of the account and organization components, and those they share with the flows. Without a locale: English. */
export function accountText(locale: Tables): TextOf<AccountTextKey> {
  const { flow = EN_FLOW, account = EN_ACCOUNT } = locale ?? {}
  return textIn<AccountTextKey>({ ...flow, ...account }, locale)
}

/**
 * What an error says. Without a locale: English. The API gives its reasons in English, so only English pages show them.
 */
export function errorText(locale: Tables): (error: FlowError) => string {
  const texts = locale?.errors ?? FLOW_ERROR_MESSAGES
  const isEnglish = /^en\b/.test(locale?.tag ?? 'en')
  return ({ code, reasons = [], message }) =>
    message ?? [texts[code] ?? texts.unknown, ...(isEnglish ? reasons : [])].join(' ')
}

const textIn =
  <Key extends string>(texts: Readonly<Record<Key, string>>, locale: Tables): TextOf<Key> =>
  (key, values) =>
    fillText(texts[key] ?? key, values, locale?.tag)

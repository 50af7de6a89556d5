import { FLOW_ERROR_MESSAGES, type FlowError } from '@latchkey/core'
import { useAuthContext } from '../auth-context.ts'
import { type AccountText, EN_ACCOUNT } from '../locales/en-account.ts'
import { EN_FLOW, type FlowText } from '../locales/en-flow.ts'
import type { Locale } from '../locales/locale.ts'

/** Values for the places of a text. */
export type Values = Readonly<Record<string, string | number>>

/** Texts by key, with values in their places and numbers in the digits of the language. A key without a text stays. */
function useText<T extends Readonly<Record<string, string>>>(of: (locale: Partial<Locale>) => T) {
  const locale: Partial<Locale> = useAuthContext().locale ?? { tag: 'en' }
  const texts = of(locale)
  return (key: keyof T, values: Values = {}): string =>
    (texts[key] ?? (key as string)).replace(
      /{(\w+)}/g,
      (whole, name) => values[name]?.toLocaleString(locale.tag) ?? whole,
    )
}

/** Texts of the sign-in flows, in the provider's language. */
export function useFlowText(): (key: keyof FlowText, values?: Values) => string {
  return useText(({ flow = EN_FLOW }): FlowText => flow)
}

/** A text of the account components, or a word of the service's, which may be one of them. */
export type AccountTextKey = keyof FlowText | keyof AccountText

/** Texts of the account components, and those they share with the flows. */
export function useAccountText(): (key: AccountTextKey, values?: Values) => string {
  return useText(({ flow = EN_FLOW, account = EN_ACCOUNT }): FlowText & AccountText => ({
    ...flow,
    ...account,
  }))
}

/** What an error says, in the provider's language. The API gives its reasons in English, so only English pages show them. */
export function useErrorText(): (error: FlowError) => string {
  const { locale } = useAuthContext()
  const texts = locale?.errors ?? FLOW_ERROR_MESSAGES
  const isEnglish = /^en\b/.test(locale?.tag ?? 'en')
  return ({ code, reasons = [] }) => [texts[code] ?? texts.unknown, ...(isEnglish ? reasons : [])].join(' ')
}

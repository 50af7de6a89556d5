import { FLOW_ERROR_MESSAGES, type FlowError } from '@latchkey/core'
import { useAuthContext } from '../auth-context.ts'
import { type AccountText, EN_ACCOUNT } from '../locales/en-account.ts'
import { EN_FLOW, type FlowText } from '../locales/en-flow.ts'

/** Values for the places of a text. */
export type Values = Readonly<Record<string, string | number>>

function fill(text: string, values?: Values): string {
  return values ? text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole)) : text
}

/** Texts of the sign-in flows, in the provider's language. */
export function useFlowText(): (key: keyof FlowText, values?: Values) => string {
  const texts: FlowText = useAuthContext().ui.locale?.flow ?? EN_FLOW
  return (key, values) => fill(texts[key], values)
}

/** Texts of the account components, and those they share with the flows. */
export function useAccountText(): (key: keyof FlowText | keyof AccountText, values?: Values) => string {
  const { locale } = useAuthContext().ui
  const texts: FlowText & AccountText = { ...(locale?.flow ?? EN_FLOW), ...(locale?.account ?? EN_ACCOUNT) }
  return (key, values) => fill(texts[key], values)
}

/** What an error says, in the provider's language; with the service's own reasons where it gave some. */
export function useErrorText(): (error: FlowError) => string {
  const texts = useAuthContext().ui.locale?.errors ?? FLOW_ERROR_MESSAGES
  return ({ code, reasons = [] }) => [texts[code] ?? texts.unknown, ...reasons].join(' ')
}

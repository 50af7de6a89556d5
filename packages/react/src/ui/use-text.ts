import { FLOW_ERROR_MESSAGES, type FlowError } from '@latchkey/core'
import { useAuthContext } from '../auth-context.ts'
import { EN_ACCOUNT } from '../locales/en-account.ts'
import { EN_FLOW } from '../locales/en-flow.ts'

type Values = Readonly<Record<string, string | number>>

function fill(text: string, values?: Values): string {
  return values ? text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole)) : text
}

/** Texts of the sign-in flows, in the provider's language. */
export function useFlowText() {
  const texts = useAuthContext().ui.locale?.flow ?? EN_FLOW
  return (key: keyof typeof EN_FLOW, values?: Values) => fill(texts[key], values)
}

/** Texts of the account components, and those they share with the flows. */
export function useAccountText() {
  const { locale } = useAuthContext().ui
  const texts = { ...(locale?.flow ?? EN_FLOW), ...(locale?.account ?? EN_ACCOUNT) }
  return (key: keyof typeof texts, values?: Values) => fill(texts[key], values)
}

/** What an error says, in the provider's language; with the service's own reasons where it gave some. */
export function useErrorText() {
  const texts = useAuthContext().ui.locale?.errors ?? FLOW_ERROR_MESSAGES
  return ({ code, reasons = [] }: FlowError) => [texts[code] ?? texts.unknown, ...reasons].join(' ')
}

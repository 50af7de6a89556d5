import type { FlowError } from '@latchkey/core'
import {
  type AccountTextKey,
  accountText,
  errorText,
  type FlowText,
  flowText,
  type TextOf,
} from '@latchkey/core/text'
import { useAppearance } from '../auth-context.ts'

export type { AccountTextKey } from '@latchkey/core/text'

/** Texts of the flows, in the provider's language. */
export const useFlowText = (): TextOf<keyof FlowText> => flowText(useAppearance().locale)

/** Texts of the account components, including those shared with the flows. */
export const useAccountText = (): TextOf<AccountTextKey> => accountText(useAppearance().locale)

/** The text of an error, in the provider's language. */
export const useErrorText = (): ((error: FlowError) => string) => errorText(useAppearance().locale)

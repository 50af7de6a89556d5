import { dateText } from '@latchkey/core/text'
import { useAppearance } from '../auth-context.ts'

/** Formats a time as a date in the user's language. */
export function useDateText() {
  const { locale } = useAppearance()
  return (iso: string) => dateText(iso, locale)
}

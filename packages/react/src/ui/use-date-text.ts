import { dateText } from '@latchkey/core/text'
import { useAppearance } from '../auth-context.ts'

/** Writes a time as a date in the reader's language. */
export function useDateText() {
  const { locale } = useAppearance()
  return (iso: string) => dateText(iso, locale)
}

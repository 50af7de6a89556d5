import { dateText } from '@latchkey/core/text'
import { useAuthContext } from '../auth-context.ts'

/** Writes a time as a date in the reader's language. */
export function useDateText() {
  const { locale } = useAuthContext()
  return (iso: string) => dateText(iso, locale)
}

import { useAuthContext } from '../auth-context.ts'

/** Writes a time as a date in the reader's language. */
export function useDateText() {
  const tag = useAuthContext().locale?.tag ?? 'en'
  const format = new Intl.DateTimeFormat(tag, { dateStyle: 'medium' })
  return (iso: string) => format.format(new Date(iso))
}

/**
 * A day, as the language of a locale writes it.
 *
 * @param iso A time in ISO 8601.
 * @param locale Default: English.
 * @param timeZone An IANA name. Default: that of this machine. Servers and browsers that have to write the same name one.
 */
export const dateText = (iso: string, locale?: { tag: string }, timeZone?: string): string =>
  new Intl.DateTimeFormat(locale?.tag ?? 'en', { dateStyle: 'medium', timeZone }).format(new Date(iso))

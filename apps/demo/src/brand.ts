const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='8' fill='%231d4a3f'/%3E%3Cpath d='M9 16a4 4 0 1 1 7.9 1H24v4h-3v-2h-4.6A4 4 0 0 1 9 16Zm4-1.5a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3Z' fill='%23e3bd6b' fill-rule='evenodd'/%3E%3C/svg%3E"

/** The description for search engines and link previews. */
export const DEMO_DESCRIPTION =
  'A demo of Latchkey: sign-up, sign-in and account pages inside your own app, with a local server that needs no account.'

/** The brand, which is the same in all demo sites. */
export const DEMO_BRAND = { name: 'Latchkey', icon: ICON, help: '/' }

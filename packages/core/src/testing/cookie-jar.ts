/** The cookies of one browser for one origin. */
export interface CookieJar {
  /** The `Cookie` header, or `undefined` if there are no cookies. */
  header(): string | undefined
  /** Stores the `Set-Cookie` lines of a response. */
  store(setCookies: readonly string[]): void
  get(name: string): string | undefined
  set(name: string, value: string): void
  names(): string[]
  clear(): void
}

/** Creates an empty cookie jar. It supports deletion, but no other attributes: those are tested in real browsers. */
export function cookieJar(): CookieJar {
  const cookies = new Map<string, string>()
  return {
    header: () =>
      cookies.size > 0 ? [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') : undefined,
    store(setCookies) {
      for (const line of setCookies) {
        const [pair = '', ...attributes] = line.split('; ')
        const equals = pair.indexOf('=')
        const name = pair.slice(0, equals)
        if (attributes.includes('Max-Age=0')) cookies.delete(name)
        else cookies.set(name, pair.slice(equals + 1))
      }
    },
    get: (name) => cookies.get(name),
    set: (name, value) => void cookies.set(name, value),
    names: () => [...cookies.keys()],
    clear: () => cookies.clear(),
  }
}

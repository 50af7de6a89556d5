/// <reference types="vite/client" />

const FILE = /^\/src\/routes(.*)\/\+server\.[jt]s$/

let known: ReadonlySet<string> | undefined

/**
 * Whether a route has an endpoint (`+server.ts`), which Kit prefers over the page of the same route unless HTML is requested.
 * Kit does not tell hooks, so this uses Vite's list of the files at build time.
 */
export function isEndpoint(routeId: string | null): boolean {
  known ??= new Set(endpoints())
  return known.has(routeId ?? '')
}

const endpoints = (): string[] =>
  Object.keys(import.meta.glob('/src/routes/**/+server.{js,ts}')).map((file) => FILE.exec(file)?.[1] || '/')

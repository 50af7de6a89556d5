import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import { PERSONAL } from '../handler/http/personal-response.ts'

/** The headers of a Node request. */
export function webHeaders({ headers }: { headers: IncomingHttpHeaders }): Headers {
  const result = new Headers()
  for (const [name, value] of Object.entries(headers)) {
    // HTTP/2 has its pseudo-headers among them.
    if (name.startsWith(':') || value === undefined) continue
    for (const one of Array.isArray(value) ? value : [value]) result.append(name, one)
  }
  return result
}

/** Keeps a response for one user out of every cache, whatever the app says about caches before the response leaves. */
export function keepPersonal(res: ServerResponse): void {
  const writeHead = res.writeHead as (...args: unknown[]) => ServerResponse
  res.setHeader('cache-control', PERSONAL)
  // Every way to begin a response leads here: `write`, `end` and `flushHeaders` too.
  res.writeHead = (...args: unknown[]) => {
    if (!res.headersSent) res.setHeader('cache-control', PERSONAL)
    return writeHead.apply(res, args.map(withoutCacheControl))
  }
}

/** Headers in a call of `writeHead` count more than those that were set before. They are an object, or names and values in turn. */
function withoutCacheControl(args: unknown): unknown {
  const isOther = (name: unknown) => String(name).toLowerCase() !== 'cache-control'
  if (Array.isArray(args)) {
    const pairs = Array.isArray(args[0])
      ? args
      : args.flatMap((name, at) => (at % 2 ? [] : [[name, args[at + 1]]]))
    return pairs.filter(([name]) => isOther(name)).flat()
  }
  if (typeof args !== 'object' || args === null) return args
  return Object.fromEntries(Object.entries(args).filter(([name]) => isOther(name)))
}

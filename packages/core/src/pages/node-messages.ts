import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import { isCacheHeader, PERSONAL } from '../handler/http/personal-response.ts'

/** The headers of a Node request. */
export function webHeaders({ headers }: { headers: IncomingHttpHeaders }): Headers {
  const result = new Headers()
  for (const [name, value] of Object.entries(headers)) {
    // HTTP/2 pseudo-headers are included in them.
    if (name.startsWith(':') || value === undefined) continue
    for (const one of Array.isArray(value) ? value : [value]) result.append(name, one)
  }
  return result
}

/** Keeps a response for one user out of every cache, even if the app sets other cache headers before it is sent. */
export function keepPersonal(res: ServerResponse): void {
  const writeHead = res.writeHead as (...args: unknown[]) => ServerResponse
  res.setHeader('cache-control', PERSONAL)
  // `write`, `end` and `flushHeaders` all call it too.
  res.writeHead = (...args: unknown[]) => {
    if (!res.headersSent) {
      for (const name of res.getHeaderNames()) if (isCacheHeader(name)) res.removeHeader(name)
      res.setHeader('cache-control', PERSONAL)
    }
    return writeHead.apply(res, args.map(withoutCacheControl))
  }
}

/** Headers passed to `writeHead` override those set before. They come as an object, or as a flat list of names and values. */
function withoutCacheControl(args: unknown): unknown {
  const isOther = (name: unknown) => !isCacheHeader(String(name))
  if (Array.isArray(args)) {
    const pairs = Array.isArray(args[0])
      ? args
      : args.flatMap((name, at) => (at % 2 ? [] : [[name, args[at + 1]]]))
    return pairs.filter(([name]) => isOther(name)).flat()
  }
  if (typeof args !== 'object' || args === null) return args
  return Object.fromEntries(Object.entries(args).filter(([name]) => isOther(name)))
}

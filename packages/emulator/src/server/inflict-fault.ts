import type { FaultRule } from '../environment/faults.ts'

/** Real time, not the environment's: the caller is really kept waiting. */
export function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** Turns a good answer into one that no client should have to expect. */
export async function spoil(response: Response, how: NonNullable<FaultRule['malform']>): Promise<Response> {
  const { status } = response
  const headers = new Headers(response.headers)
  const text = await response.text()
  switch (how) {
    case 'truncate':
      return new Response(text.slice(0, Math.floor(text.length / 2)), { status, headers })
    case 'html':
      headers.set('Content-Type', 'text/html; charset=utf-8')
      return new Response('<html><body><h1>Bad gateway</h1></body></html>', { status, headers })
    case 'empty':
      return new Response('', { status, headers })
    case 'wrong_type':
      return new Response('[1, "two", null]', { status, headers })
  }
}

/** Answers to browsers: a loopback origin is reflected, any other gets nothing. */
export function corsHeaders(origin: string | undefined): Record<string, string> {
  const common = { Vary: 'Origin', 'Access-Control-Allow-Credentials': 'true' }
  if (
    origin === undefined ||
    !/^https?:\/\/(?:[a-z0-9-]+\.)*(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/.test(origin)
  ) {
    return common
  }
  return {
    ...common,
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Allow-Methods': 'GET, POST, PUT, PATCH, DELETE',
    'Access-Control-Allow-Headers': 'Authorization, Content-Type, Idempotency-Key',
    'Access-Control-Expose-Headers': 'X-Request-ID, Retry-After',
  }
}

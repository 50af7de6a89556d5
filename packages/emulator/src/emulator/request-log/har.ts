import type { RequestRecord } from './request-log.ts'

/**
 * The request log as HAR 1.2, which browsers' developer tools and most HTTP tools can open. The log has no bodies and headers,
 * so the HAR file has none either.
 *
 * @see http://www.softwareishard.com/blog/har-12-spec/
 */
export function requestsAsHar(records: RequestRecord[], baseUrl: string): object {
  return {
    log: {
      version: '1.2',
      creator: { name: 'Latchkey emulator', version: '1' },
      entries: records.map((record) => entry(record, baseUrl)),
    },
  }
}

const UNKNOWN_SIZE = -1

function entry({ method, path, status, duration_ms, at, message, code, id }: RequestRecord, baseUrl: string) {
  const common = { httpVersion: 'HTTP/1.1', cookies: [], headersSize: UNKNOWN_SIZE, bodySize: UNKNOWN_SIZE }
  const text = [code, message].filter(Boolean).join(': ')
  return {
    startedDateTime: at,
    time: duration_ms,
    request: { ...common, method, url: baseUrl + path, headers: [], queryString: [] },
    response: {
      ...common,
      status,
      statusText: '',
      headers: [{ name: 'X-Request-ID', value: id }],
      content: { size: UNKNOWN_SIZE, mimeType: 'application/json' },
      redirectURL: '',
    },
    cache: {},
    timings: { send: 0, wait: duration_ms, receive: 0 },
    ...(text !== '' && { comment: text }),
  }
}

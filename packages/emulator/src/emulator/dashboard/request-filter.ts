import type { RequestRecord } from '../request-log/request-log.ts'

type Test = (record: RequestRecord) => boolean

/**
 * Whether a request matches the filter: words, and `status:4xx`, `method:post`, `path:/authenticate`, `code:invalid_grant`,
 * `slow:100` (milliseconds) or `since:10m`. All terms must match.
 */
export function requestFilter(text: string, now: number): Test {
  const tests = text
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => testOf(word, now))
  return (record) => tests.every((test) => test(record))
}

function testOf(word: string, now: number): Test {
  const [, name = '', value = ''] = /^(\w+):(.+)$/.exec(word.toLowerCase()) ?? []
  switch (name) {
    case 'status':
      return ({ status }) => value === String(status) || value === `${Math.floor(status / 100)}xx`
    case 'method':
      return ({ method }) => method.toLowerCase() === value
    case 'path':
      return ({ path }) => path.toLowerCase().includes(value)
    case 'code':
      return ({ code }) => code?.toLowerCase() === value
    case 'slow':
      return ({ duration_ms }) => duration_ms > (Number(value.replace('>', '')) || 0)
    case 'since':
      return ({ at }) => Date.parse(at) >= now - milliseconds(value)
    default:
      return ({ method, path, status, code, message, id, detail }) =>
        [method, path, status, code, message, id, detail].join(' ').toLowerCase().includes(word.toLowerCase())
  }
}

const UNITS: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

function milliseconds(text: string): number {
  const [, count = '0', unit = 'm'] = /^(\d+)([smhd]?)$/.exec(text) ?? []
  return Number(count) * (UNITS[unit] ?? 60_000)
}

import { describe, expect, it } from 'vitest'
import { checkBaseUrl } from './base-url.ts'

describe('the base URL', () => {
  it.each([
    ['https://api.workos.com', 'https://api.workos.com'],
    ['https://api.workos.com/', 'https://api.workos.com'],
    [' https://gateway.example/identity/ ', 'https://gateway.example/identity'],
    ['http://localhost:4100', 'http://localhost:4100'],
    ['http://env-1.localhost:4100', 'http://env-1.localhost:4100'],
    ['http://127.0.0.1:4100/', 'http://127.0.0.1:4100'],
    ['http://[::1]:4100', 'http://[::1]:4100'],
  ])('can be %j', (given, checked) => {
    expect(checkBaseUrl(given)).toBe(checked)
  })

  it.each([
    'http://api.workos.com',
    'http://localhost.evil.example',
    'http://127.0.0.1.evil.example',
    'http://0.0.0.0:4100',
    'https://key@api.workos.com',
    'https://user:key@api.workos.com',
    'https://api.workos.com?x=1',
    'https://api.workos.com?',
    'https://api.workos.com#',
    'ftp://api.workos.com',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'api.workos.com',
    '',
    'undefined',
  ])('C3 cannot be %j', (given) => {
    expect(() => checkBaseUrl(given)).toThrow(expect.objectContaining({ code: 'base_url_invalid' }))
  })
})

import { describe, expect, it } from 'vitest'
import { senderOf } from './refuse-origin.ts'

describe('the sender of a refused request, as the page and the operator see it', () => {
  it.each([
    [{ origin: 'https://evil.example' }, 'https://evil.example'],
    [{ origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' }, 'https://evil.example'],
    [
      { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
      'https://evil.example (Sec-Fetch-Site: cross-site)',
    ],
    [{ 'sec-fetch-site': 'none' }, 'a page that sent no Origin (Sec-Fetch-Site: none)'],
    [{}, 'a page that sent no Origin'],
    [
      { origin: 'x'.repeat(300), 'sec-fetch-site': 'y'.repeat(300) },
      `${'x'.repeat(200)} (Sec-Fetch-Site: ${'y'.repeat(20)})`,
    ],
  ])('is described by %j', (headers, text) => {
    expect(senderOf(new Headers(headers))).toBe(text)
  })
})

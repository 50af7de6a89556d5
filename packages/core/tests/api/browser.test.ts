import { describe, expect, it } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }

describe('the server entry in a browser bundle', () => {
  it('C1 fails as soon as it is loaded, and says what to import instead', async () => {
    await expect(import('../../src/server-in-browser.ts')).rejects.toThrow(
      /must not be bundled.*"@latchkey\/core"/s,
    )
  })

  it('C1 is what bundlers for browsers resolve', () => {
    expect(packageJson.exports['./server'].browser.default).toBe('./dist/server-in-browser.js')
    expect(Object.keys(packageJson.exports['./server'])[0]).toBe('browser')
  })
})

import { inflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compression } from './compression.ts'

describe.each([
  ['Node', compression()],
  ['the web platform', compression('web')],
])('compression with the functions of %s', (_, own) => {
  it('is raw DEFLATE, which every runtime reads', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), async (bytes) => {
        const given = new Uint8Array(bytes)
        const deflated = await own.deflate(given)
        expect(deflated).toBeInstanceOf(Uint8Array)
        expect(new Uint8Array(inflateRawSync(deflated))).toEqual(given)
        for (const other of [compression(), compression('web')])
          expect(await other.inflate(deflated)).toEqual(given)
      }),
      { numRuns: 30 },
    )
  })

  it('refuses bytes that are not compressed', async () => {
    await expect((async () => own.inflate(new Uint8Array([255, 254, 253])))()).rejects.toThrow()
  })
})

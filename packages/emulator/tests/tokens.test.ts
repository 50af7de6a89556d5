import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { tokensFile } from '../scripts/copy-tokens.ts'

it('the emulator has the same colors, fonts and corners as the components', () => {
  const copy = readFileSync(join(import.meta.dirname, '../src/engine/web/pages/tokens.ts'), 'utf8')
  expect(copy).toBe(tokensFile())
})

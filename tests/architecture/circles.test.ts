import { describe, expect, it } from 'vitest'
import { circlesOf } from './rows.ts'
import { PACKAGES, parseSource, sourcesOf } from './sources.ts'

describe('LAY-6: circular imports', () => {
  it.each(PACKAGES)('do not exist in %s', (name) => {
    expect(circlesOf(sourcesOf(name))).toEqual([])
  })

  it('are detected, including imports of types', () => {
    const circle = [
      parseSource('a.ts', `import type { B } from './b.ts'`),
      parseSource('b.ts', `import { c } from './c.ts'`),
      parseSource('c.ts', `export { a } from './a.ts'`),
    ]
    expect(circlesOf(circle)).toEqual(['a.ts → b.ts → c.ts → a.ts'])
  })
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

describe.each(['tailwind', 'shadcn'])('the %s preset', (name) => {
  const read = (path: string) => readFileSync(join(import.meta.dirname, '../src', path), 'utf8')
  const declared = (css: string) => new Set(css.match(/--lk-[\w-]+(?=[,:]|\s*,)/g))

  it('sets only variables that the style sheet uses', () => {
    const known = declared(read('styles.css'))
    const set = [...declared(read(`presets/${name}.css`))]
    expect(set.length).toBeGreaterThan(10)
    expect(set.filter((property) => !known.has(property))).toEqual([])
  })
})

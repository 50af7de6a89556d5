import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { sheetsOf } from '../styles.ts'

const source = readFileSync(new URL('../src/styles.css', import.meta.url), 'utf8')

describe('the built style sheets', () => {
  it.each([
    ['margin: -0.5rem', /margin:calc\(-\.?0?\.5 ?\* ?var\(--_rem\)\)/],
    ['margin: calc(1rem - 2rem)', /margin:calc\(calc\(1 \* var\(--_rem\)\) - calc\(2 \* var\(--_rem\)\)\)/],
  ])('scale %s with --lk-rem', async (declaration, expected) => {
    const { 'styles.css': css } = await sheetsOf(`:is(#lk#lk, [data-lk-part]) { ${declaration} }`)
    expect(css).toMatch(expected)
  })

  it('have no length that browsers discard because of a sign before a function', async () => {
    for (const css of Object.values(await sheetsOf(source))) expect(css).not.toMatch(/-calc\(/)
  })
})

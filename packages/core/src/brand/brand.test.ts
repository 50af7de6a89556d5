import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accentColors, contrast, parse } from './accent.ts'
import { type Brand, readBrand } from './brand.ts'
import { brandCss } from './brand-css.ts'

const color = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`)

describe('an accent color', () => {
  it('DES-36: has enough contrast with the card, with the text on it, and as a link, for any color', () => {
    fc.assert(
      fc.property(color, fc.constantFrom('light' as const, 'dark' as const), (accent, scheme) => {
        const card = parse(scheme === 'light' ? '#fffdf9' : '#1b1a17')
        const { accent: shown, hover, onAccent, link } = accentColors(accent, scheme)
        expect(contrast(parse(shown), card)).toBeGreaterThanOrEqual(3)
        expect(contrast(parse(shown), parse(onAccent))).toBeGreaterThanOrEqual(4.5)
        expect(contrast(parse(hover), parse(onAccent))).toBeGreaterThanOrEqual(4.5)
        expect(contrast(parse(link), card)).toBeGreaterThanOrEqual(4.5)
      }),
    )
  })

  it('is not changed if it already contrasts with the card', () => {
    expect(accentColors('#5b5bd6', 'light').accent).toBe('#5b5bd6')
    expect(accentColors('#fff', 'dark')).toMatchObject({
      accent: '#ffffff',
      onAccent: '#000',
      link: '#ffffff',
    })
  })
})

describe('brandCss', () => {
  it('is empty for a brand that has only text', () => {
    expect(brandCss({ name: 'Acme' })).toBe('')
  })

  it('has a variable for each field that is set', () => {
    const css = brandCss({ name: 'Acme', accent: '#5b5bd6', radius: '6px', font: 'Inter, sans-serif' })
    expect(css).toContain('--lk-color-accent: light-dark(#5b5bd6, ')
    expect(css).toContain('--lk-radius: 6px;')
    expect(css).toContain('--lk-font: Inter, sans-serif;')
    expect(brandCss({ name: 'Acme', radius: 'none' })).toContain('--lk-radius: 0;')
  })

  it('V2: cannot contain text that ends its rule, for any valid brand', () => {
    fc.assert(
      fc.property(fc.string(), (font) => {
        const brand: Brand = { name: 'Acme', font }
        let read: Brand
        try {
          read = readBrand(brand)
        } catch {
          return
        }
        expect(brandCss(read).match(/[{}]/g)).toHaveLength(2)
      }),
    )
  })
})

describe('readBrand', () => {
  it('accepts a complete brand', () => {
    const brand: Brand = {
      name: 'Acme',
      logo: '/logo.svg',
      logoDark: { src: 'https://cdn.example.com/dark.png', width: 120, height: 28 },
      icon: 'data:image/png;base64,AAAA',
      accent: { light: '#123', dark: '#abcdef' },
      radius: 'full',
      font: '"Inter Tight", sans-serif',
      terms: '/terms',
      privacy: 'https://acme.example/privacy',
      help: '/help',
    }
    expect(readBrand(brand)).toBe(brand)
  })

  it.each([
    ['name', { name: ' ' }],
    ['name', {}],
    ['logo', { name: 'A', logo: 'javascript:alert(1)' }],
    ['logo', { name: 'A', logo: '//evil.example/logo.png' }],
    ['logo', { name: 'A', logo: '/\\evil.example/logo.png' }],
    ['logo', { name: 'A', logo: { src: '/logo.png', width: 0, height: 28 } }],
    ['icon', { name: 'A', icon: 'data:text/html,<script>' }],
    ['accent', { name: 'A', accent: 'red;}' }],
    ['accent', { name: 'A', accent: { light: '#123' } }],
    ['radius', { name: 'A', radius: '6rem' }],
    ['font', { name: 'A', font: 'x;} body{display:none' }],
    ['terms', { name: 'A', terms: 'http://acme.example' }],
    ['help', { name: 'A', help: 'mailto:help@acme.example' }],
    ['colour', { name: 'A', colour: '#123' }],
  ])('V2: refuses an invalid %s and names it', (field, brand) => {
    expect(() => readBrand(brand as never)).toThrow(
      expect.objectContaining({ code: 'option_invalid', message: expect.stringContaining(`brand.${field}`) }),
    )
  })
})

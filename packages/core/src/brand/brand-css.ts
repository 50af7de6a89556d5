import { accentColors } from './accent.ts'
import type { Brand } from './brand.ts'

const RADIUS = { none: '0', small: '0.25rem', medium: '0.625rem', large: '0.875rem', full: '1.375rem' }
const CARD = { none: '0', small: '0.5rem', medium: '1rem', large: '1.5rem', full: '1.75rem' }

/**
 * A brand as a style sheet: the variables that the components read. Use it in a file, a route, or a `<style>` with a nonce.
 * Variables that the app's own style sheet sets take precedence. Empty for a brand without colors, radius and font.
 */
export function brandCss({ accent, radius, font }: Brand): string {
  const variables: Record<string, string> = {}
  if (accent !== undefined) {
    const given = typeof accent === 'string' ? { light: accent, dark: accent } : accent
    const light = accentColors(given.light, 'light')
    const dark = accentColors(given.dark, 'dark')
    const pair = (name: keyof typeof light) => `light-dark(${light[name]}, ${dark[name]})`
    variables['color-accent'] = pair('accent')
    variables['color-accent-hover'] = pair('hover')
    variables['color-on-accent'] = pair('onAccent')
    variables['color-link'] = pair('link')
    variables['color-brass'] = pair('accent')
    variables['color-ring'] = pair('link')
  }
  if (radius !== undefined) {
    variables.radius = RADIUS[radius as keyof typeof RADIUS] ?? radius
    variables['radius-card'] = CARD[radius as keyof typeof CARD] ?? radius
  }
  if (font !== undefined) {
    variables.font = font
    variables['font-title'] = font
  }
  const lines = Object.entries(variables).map(([name, value]) => `  --lk-${name}: ${value};\n`)
  // No specificity: what the app sets on `:root` takes precedence, in any order.
  return lines.length === 0 ? '' : `:where(:root) {\n${lines.join('')}}\n`
}

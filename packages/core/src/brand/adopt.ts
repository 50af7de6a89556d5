import { type Brand, readBrand } from './brand.ts'
import { brandCss } from './brand-css.ts'

interface Adopted {
  sheet: CSSStyleSheet
  users: number
}

const adopted = new Map<string, Adopted>()

/**
 * Adds the style sheet of a brand to the page while it is used. Only for browsers; it also works with a policy that forbids
 * inline styles. To have the colors in the first paint, put {@link brandCss} in a style sheet of the page.
 *
 * @returns A function that removes it.
 * @throws {ConfigError} `option_invalid` for a brand that cannot be shown, naming the field.
 */
export function adoptBrand(brand: Brand): () => void {
  const css = brandCss(readBrand(brand))
  if (css === '' || !('adoptedStyleSheets' in document)) return () => {}
  const entry = adopted.get(css) ?? { sheet: new CSSStyleSheet(), users: 0 }
  if (entry.users === 0) {
    entry.sheet.replaceSync(css)
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, entry.sheet]
    adopted.set(css, entry)
  }
  entry.users += 1
  let isUsed = true
  return () => {
    if (!isUsed) return
    isUsed = false
    entry.users -= 1
    if (entry.users > 0) return
    adopted.delete(css)
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== entry.sheet)
  }
}

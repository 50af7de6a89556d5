import { type Brand, readBrand } from './brand.ts'
import { brandCss } from './brand-css.ts'

interface Adopted {
  sheet: CSSStyleSheet
  users: number
}

const adopted = new Map<string, Adopted>()

/**
 * Gives the page the style sheet of a brand, for as long as something uses it. In a browser only, and under a policy that
 * allows no inline styles too. To have it in the first paint, put {@link brandCss} into a sheet of the page.
 *
 * @returns What takes it away again.
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

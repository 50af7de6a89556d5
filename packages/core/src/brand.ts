/**
 * The app's branding for all components: name, logo, colors and links.
 *
 * @module @latchkey/core/brand
 */

export { adoptBrand } from './brand/adopt.ts'
export type { Brand, BrandColor, BrandImage } from './brand/brand.ts'
export { readBrand } from './brand/brand.ts'
export { brandCss } from './brand/brand-css.ts'

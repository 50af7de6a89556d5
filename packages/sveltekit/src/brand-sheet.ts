import { type Brand, brandCss } from '@latchkey/core/brand'
import type { PageOptions } from './kit-types.ts'

/** The path of a brand's style sheet, relative to the handler's `basePath`. */
const PATH = '/brand.css'

/** The brand's style sheet, if the request is for it. Its URL changes with its content, so it can be cached. */
export function brandResponse(
  brand: Brand | undefined,
  pathname: string,
  base: string,
): Response | undefined {
  if (brand === undefined || pathname !== base + PATH) return undefined
  const headers = { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, max-age=86400' }
  return new Response(brandCss(brand), { headers })
}

/** Links the brand's style sheet and icon in a page, before the app's own, which override them. */
export function linkBrand(brand: Brand | undefined, basePath: string): PageOptions | undefined {
  if (brand === undefined) return undefined
  const css = brandCss(brand)
  const sheet = css && `<link rel="stylesheet" href="${escaped(`${basePath}${PATH}?v=${hashOf(css)}`)}" />`
  const { icon } = brand
  const source = typeof icon === 'string' ? icon : icon?.src
  const links = sheet + (source ? `<link rel="icon" href="${escaped(source)}" />` : '')
  return { transformPageChunk: ({ html }) => html.replace(/<head(\s[^>]*)?>/i, (head) => head + links) }
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;')

/** FNV-1a: a short hash. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  return (hash >>> 0).toString(36)
}

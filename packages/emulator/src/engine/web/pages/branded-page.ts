import { type Html, html } from '../../base/html.ts'
import { type Brand, brandOf } from '../../services/brand.ts'
import type { Settings } from '../../services/settings.ts'
import { page } from './layout.ts'
import { mark } from './mark.ts'

/** A page for users of the app, with the colors and the name of its brand. */
export function brandedPage(
  settings: Settings,
  { title, status = 200 }: { title: string; status?: number },
  content: Html,
): Response {
  const brand = brandOf(settings)
  const isOwn = settings.accent_color !== null
  return page(
    {
      title: `${title} · ${brand.name}`,
      status,
      styles: isOwn ? [accentStyles(brand)] : [],
      images: brand.logoUrl !== null,
      ...(isOwn && { markColor: brand.light.accent }),
    },
    html`<main><p class="brand">${logo(brand)}<span>${brand.name}</span></p>${content}</main>`,
  )
}

function logo({ logoUrl }: Brand): Html {
  return logoUrl === null ? mark : html`<img src="${logoUrl}" alt="">`
}

function accentStyles({ light, dark }: Brand): string {
  const accent = `light-dark(${light.accent}, ${dark.accent})`
  return `:root { --accent: ${accent}; --on-accent: light-dark(${light.onAccent}, ${dark.onAccent}); --brass: ${accent}; }`
}

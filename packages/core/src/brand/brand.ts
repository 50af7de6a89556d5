import { ConfigError } from '../errors/config-error.ts'

/**
 * An image: a path of the app, an `https:` URL or a `data:image/…` URL. Set its size so that the layout does not shift when it
 * loads.
 */
export type BrandImage = string | { src: string; width: number; height: number }

/** A color as `#rgb` or `#rrggbb`. */
export type BrandColor = `#${string}`

/** The app's branding, in one object for all components. Only `name` is required. */
export interface Brand {
  /** The product's name, as in "Sign in to Acme". */
  name: string
  /** Shown above the title, 28 px high. */
  logo?: BrandImage
  /**
   * The logo for dark pages: with a dark class or attribute on the page, or if the system is dark and the page has no light
   * one.
   */
  logoDark?: BrandImage
  /** A square icon, shown above the title next to the name if there is no `logo`. */
  icon?: BrandImage
  /** The color of buttons and links. A color too close to the card's background is adjusted. */
  accent?: BrandColor | { light: BrandColor; dark: BrandColor }
  /** The radius of corners. Default: `medium`. */
  radius?: 'none' | 'small' | 'medium' | 'large' | 'full' | `${number}px`
  /** A CSS list of font families that the app loads. */
  font?: string
  /** The terms of service: a path or an `https:` URL. */
  terms?: string
  /** The privacy policy: a path or an `https:` URL. */
  privacy?: string
  /** The help page: a path or an `https:` URL. */
  help?: string
}

const RADII = ['none', 'small', 'medium', 'large', 'full']
const isLink = (value: unknown) => typeof value === 'string' && /^(https:\/\/[^/]|\/(?![/\\]))/.test(value)
const isPicture = (value: unknown) =>
  isLink(value) || (typeof value === 'string' && /^data:image\/(png|jpeg|webp|svg\+xml)[;,]/.test(value))
const isSize = (value: unknown) => typeof value === 'number' && Number.isFinite(value) && value > 0
const isColor = (value: unknown) => typeof value === 'string' && /^#([\da-f]{3}|[\da-f]{6})$/i.test(value)

function isImage(value: unknown): boolean {
  const { src, width, height } = (value ?? {}) as Record<string, unknown>
  return isPicture(value) || (isPicture(src) && isSize(width) && isSize(height))
}

function isAccent(value: unknown): boolean {
  const { light, dark } = (value ?? {}) as Record<string, unknown>
  return isColor(value) || (isColor(light) && isColor(dark))
}

const IMAGE = 'a path of the app, an https: URL, a data:image/… URL, or { src, width, height }'
const LINK = 'a path of the app or an https: URL'

const FIELDS: Readonly<Record<keyof Brand, readonly [holds: (value: unknown) => boolean, form: string]>> = {
  name: [(value) => typeof value === 'string' && value.trim() !== '', 'the name of the product'],
  logo: [isImage, IMAGE],
  logoDark: [isImage, IMAGE],
  icon: [isImage, IMAGE],
  accent: [isAccent, 'a color such as #5b5bd6, or two colors as { light, dark }'],
  radius: [
    (value) => typeof value === 'string' && (RADII.includes(value) || /^\d{1,3}(\.\d+)?px$/.test(value)),
    `${RADII.join(', ')}, or a length such as 6px`,
  ],
  font: [
    (value) => typeof value === 'string' && value.trim() !== '' && !/[{};<>\\]|\/\*/.test(value),
    'a list of font families, such as "Inter, sans-serif"',
  ],
  terms: [isLink, LINK],
  privacy: [isLink, LINK],
  help: [isLink, LINK],
}

/**
 * Returns the brand if all of its fields are valid.
 *
 * @throws {ConfigError} `option_invalid`, naming the field as `option`.
 */
export function readBrand(brand: Brand): Brand {
  if (brand.name === undefined) throw invalid('name')
  for (const [field, value] of Object.entries(brand)) {
    if (!Object.hasOwn(FIELDS, field)) {
      const known = Object.keys(FIELDS).join(', ')
      throw new ConfigError('option_invalid', `brand.${field} does not exist. The fields are ${known}.`, {
        option: `brand.${field}`,
      })
    }
    if (value !== undefined && !FIELDS[field as keyof Brand][0](value)) throw invalid(field as keyof Brand)
  }
  return brand
}

const invalid = (field: keyof Brand) =>
  new ConfigError('option_invalid', `brand.${field} must be ${FIELDS[field][1]}.`, {
    option: `brand.${field}`,
  })

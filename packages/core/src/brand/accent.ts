/** A color as red, green and blue, 0 to 255. */
type Rgb = readonly [number, number, number]

/** The background of a card in the style sheet, in both color schemes. */
const CARD = { light: '#fffdf9', dark: '#1b1a17' } as const

/** An accent color with sufficient contrast, in one color scheme. */
export interface AccentColors {
  /** At least 3:1 against the card. */
  accent: string
  /** Black or white, whichever reads better on the accent; at least 4.5:1. */
  onAccent: string
  /** The accent on hover, with more contrast to its text. */
  hover: string
  /** The accent as the color of text: at least 4.5:1 against the card. */
  link: string
}

/** Derives all colors from an accent color. One that is too close to the card is moved toward black or white. */
export function accentColors(accent: string, scheme: keyof typeof CARD): AccentColors {
  const card = parse(CARD[scheme])
  const away: Rgb = scheme === 'light' ? [0, 0, 0] : [255, 255, 255]
  const shown = moved(parse(accent), away, (color) => contrast(color, card) >= 3)
  const isWhite = contrast(shown, [255, 255, 255]) >= contrast(shown, [0, 0, 0])
  return {
    accent: write(shown),
    onAccent: isWhite ? '#fff' : '#000',
    hover: write(mixed(shown, isWhite ? [0, 0, 0] : [255, 255, 255], 0.12)),
    link: write(moved(shown, away, (color) => contrast(color, card) >= 4.5)),
  }
}

function moved(color: Rgb, to: Rgb, isEnough: (color: Rgb) => boolean): Rgb {
  let now = color
  for (let part = 0; part <= 1 && !isEnough(now); part += 0.04) now = mixed(color, to, part)
  return isEnough(now) ? now : to
}

const mixed = (color: Rgb, to: Rgb, part: number) =>
  color.map((one, index) => Math.round(one + ((to[index] ?? 0) - one) * part)) as unknown as Rgb

/** The contrast ratio of two colors, 1 to 21 (WCAG 2.2). */
export function contrast(one: Rgb, other: Rgb): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((left, right) => left - right)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(color: Rgb): number {
  const [red = 0, green = 0, blue = 0] = color.map((part) => {
    const value = part / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** `#rgb` or `#rrggbb`. */
export function parse(color: string): Rgb {
  const digits = color.length === 4 ? color.replace(/[\da-f]/gi, '$&$&') : color
  return [1, 3, 5].map((at) => Number.parseInt(digits.slice(at, at + 2), 16)) as unknown as Rgb
}

const write = (color: Rgb) => `#${color.map((part) => part.toString(16).padStart(2, '0')).join('')}`

import type { Settings } from './settings.ts'

/** The brand of emails and pages. */
export interface Brand {
  name: string
  logoUrl: string | null
  /** The colors of buttons and links, and of the text on them, on a light and on a dark background. */
  light: Accent
  dark: Accent
}

export interface Accent {
  accent: string
  onAccent: string
}

const DEFAULT = {
  light: { accent: '#1d4a3f', onAccent: '#ffffff' },
  dark: { accent: '#e3bd6b', onAccent: '#1e1705' },
}
const DARK_GROUND = '#1b1a17'
const LIGHT_GROUND = '#fffdf9'
const EDGE = 3

export function brandOf({ team_name: name, logo_url: logoUrl, accent_color: accent }: Settings): Brand {
  if (accent === null) return { name, logoUrl, ...DEFAULT }
  return {
    name,
    logoUrl,
    light: withText(apart(accent, LIGHT_GROUND, '#000000')),
    dark: withText(apart(accent, DARK_GROUND, '#ffffff')),
  }
}

/** The color itself, or a color closer to black or white that has enough contrast with its background. */
function apart(color: string, ground: string, towards: string): string {
  for (let share = 0; share < 1; share += 0.1) {
    const mixed = mix(color, towards, share)
    if (contrast(mixed, ground) >= EDGE) return mixed
  }
  return towards
}

function withText(accent: string): Accent {
  return {
    accent,
    onAccent: contrast(accent, '#ffffff') >= contrast(accent, '#000000') ? '#ffffff' : '#000000',
  }
}

/** The WCAG 2 contrast ratio, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = channels(color).map((value) => {
    const part = value / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function mix(color: string, other: string, share: number): string {
  const others = channels(other)
  const mixed = channels(color).map((value, at) =>
    Math.round(value * (1 - share) + (others[at] ?? 0) * share),
  )
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`
}

function channels(color: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16))
}

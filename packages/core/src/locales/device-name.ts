/** A part of a user agent, and what users call it when that is another word. */
type Names = readonly (readonly [part: string, name?: string])[]

const BROWSERS: Names = [
  ['Edg', 'Edge'],
  ['OPR', 'Opera'],
  ['Firefox'],
  ['FxiOS', 'Firefox'],
  ['CriOS', 'Chrome'],
  ['Chrome'],
  ['Safari'],
]
const SYSTEMS: Names = [
  ['iPhone'],
  ['iPad'],
  ['Android'],
  ['Windows'],
  ['Mac OS', 'Mac'],
  ['CrOS', 'ChromeOS'],
  ['Linux'],
]

/** What users call the device that sent a user agent, such as "Firefox, Windows". Only for display: anything can send any. */
export function deviceName(userAgent: string | null): string | undefined {
  const find = (names: Names) => {
    const [part, name = part] = names.find(([one]) => userAgent?.includes(one)) ?? []
    return name
  }
  return [find(BROWSERS), find(SYSTEMS)].filter(Boolean).join(', ') || undefined
}

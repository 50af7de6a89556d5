const transient: ReadonlySet<number | undefined> = new Set([408, 429, 500, 502, 503, 504])

/** Whether an answer of this HTTP status may turn out differently a little later. */
export function isTransientStatus(status: number | undefined): boolean {
  return transient.has(status)
}

const transient: ReadonlySet<number | undefined> = new Set([408, 429, 500, 502, 503, 504])

/** Whether a request with this HTTP status may succeed later. */
export function isTransientStatus(status: number | undefined): boolean {
  return transient.has(status)
}

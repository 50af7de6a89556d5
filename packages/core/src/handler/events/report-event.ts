import { readEnvironment } from '../../api/request/environment.ts'
import type { HandlerEvent } from './handler-event.ts'

/** What the operator's options say about being told. */
export interface ReportOptions {
  onEvent?: (event: HandlerEvent) => void
  log?: false | ((line: string) => void)
}

/** Causes that are remembered as told; the console is no place for more. */
const MAXIMUM_LINES = 100

/**
 * Tells the operator: `onEvent` everything, and the log one line for each cause that only the operator can remove.
 * What either of them throws is ignored: logging must not fail a sign-in.
 */
export function createReport({ onEvent, log = consoleOutsideProduction() }: ReportOptions) {
  const reported = new Set<string>()

  function line(event: HandlerEvent): void {
    if (!log || !('message' in event)) return
    // Another origin is another cause; another path or number is the same one.
    const cause = event.type === 'refused' ? `${event.code} ${event.got}` : event.code
    if (reported.has(cause) || reported.size >= MAXIMUM_LINES) return
    reported.add(cause)
    log(`[latchkey] ${event.code}: ${event.message}`)
  }

  return (event: HandlerEvent): void => {
    for (const report of [onEvent, line]) {
      try {
        report?.(event)
      } catch {}
    }
  }
}

function consoleOutsideProduction(): ReportOptions['log'] {
  return readEnvironment('NODE_ENV') === 'production' ? false : (line) => console.warn(line)
}

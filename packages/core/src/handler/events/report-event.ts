import { readEnvironment } from '../../api/request/environment.ts'
import type { HandlerEvent } from './handler-event.ts'

/** The options for reports to the operator. */
export interface ReportOptions {
  onEvent?: (event: HandlerEvent) => void
  log?: false | ((line: string) => void)
}

/** The maximum number of remembered causes. */
const MAXIMUM_LINES = 100

/**
 * Reports to the operator: all events to `onEvent`, and one log line for each cause that only the operator can fix. Errors
 * thrown by either are ignored: logging must not fail a sign-in.
 */
export function createReport({ onEvent, log = consoleOutsideProduction() }: ReportOptions) {
  const reported = new Set<string>()

  function line(event: HandlerEvent): void {
    if (!log || !('message' in event)) return
    // Another origin is another cause; another path or number is not.
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

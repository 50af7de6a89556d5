import type { FlowError } from '@latchkey/core'
import type { Trouble } from '../enhance.ts'

/** Converts the reason why a form was not accepted to an error that the locales have a text for. */
export function troubleError({ status }: Trouble): FlowError {
  switch (status) {
    case undefined:
      return { code: 'network' }
    case 401:
      return { code: 'reauthentication_required' }
    case 403:
      return { code: 'forbidden' }
    case 409:
      return { code: 'conflict' }
    case 503:
      return { code: 'service_unavailable' }
    default:
      return { code: 'unknown' }
  }
}

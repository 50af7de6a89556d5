import type { FlowError } from '@latchkey/core'
import type { Trouble } from '../enhance.ts'

/** Why a form did not get through, in the words that a locale has. */
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

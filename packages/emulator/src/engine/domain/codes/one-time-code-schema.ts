import * as v from 'valibot'
import { isoTime } from '../../base/clock.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { isoTimestamp } from '../../contract/values.ts'
import type { OneTimeCodeRow } from '../../storage/tables.ts'

const common = {
  id: v.string(),
  user_id: v.string(),
  email: v.string(),
  expires_at: isoTimestamp,
  code: v.string(),
  created_at: isoTimestamp,
  updated_at: isoTimestamp,
}

export const MagicAuth = v.object({ object: v.literal('magic_auth'), ...common })
export const EmailVerification = v.object({ object: v.literal('email_verification'), ...common })

function present(row: OneTimeCodeRow) {
  return {
    id: row.id,
    user_id: row.user_id,
    email: row.email,
    expires_at: isoTime(row.expires_at),
    created_at: isoTime(row.created_at),
    updated_at: isoTime(row.updated_at),
  }
}

export function presentMagicAuth(row: OneTimeCodeRow) {
  return { object: 'magic_auth', ...present(row) }
}

/** The code in events: without its value. */
export function presentEmailVerification(row: OneTimeCodeRow) {
  return { object: 'email_verification', ...present(row) }
}

/** The code in API responses: with its value. */
export function presentWithCode(context: EngineContext, row: OneTimeCodeRow) {
  return { object: row.kind, ...present(row), code: context.vault.open(row.code_sealed) }
}

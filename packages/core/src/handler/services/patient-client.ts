import type { Client } from '../../api/index.ts'

/** Calls that use up a code or a pending token. */
const ONE_TIME_CALLS = [
  'authenticateWithCode',
  'authenticateWithDeviceCode',
  'authenticateWithMagicAuth',
  'authenticateWithEmailVerificationCode',
  'authenticateWithTotp',
  'authenticateWithOrganizationSelection',
  'resetPassword',
] as const

/** Aborting a call that uses up a one-time value would lose the value, so the call outlives its request. */
const EXCHANGE_MS = 60_000

/**
 * The same client, with a timeout of one minute for each call that uses up a one-time value. If a response is lost, the
 * call is repeated.
 */
export function patientClient(client: Client): Client {
  const patient = ONE_TIME_CALLS.map((name) => {
    const call = client[name] as (params: object, options: object) => Promise<unknown>
    return [name, (params: object) => call(params, { timeoutMs: EXCHANGE_MS, resendWhenLost: true })]
  })
  return { ...client, ...Object.fromEntries(patient) }
}

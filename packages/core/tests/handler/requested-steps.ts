import fc from 'fast-check'
import { apiErrorCodes } from '../../src/errors/api-error-code.ts'
import type { FlowPayload } from '../../src/index.ts'
import type { FlowData } from '../../src/server.ts'
import type { DriverMode } from '../../src/testing.ts'
import { appOrigin, createFixture } from './fixture.ts'
import { PASSWORD } from './signed-in-fixture.ts'

const EMAIL = 'nadia@orchard.example'

/** The data of a response for all codes. Each step uses the fields that it needs. */
export const STEP_DETAILS = {
  message: 'A further step is needed.',
  pending_authentication_token: 'pending_1',
  email: EMAIL,
  email_verification_id: 'email_verification_1',
  radar_challenge_id: 'radar_challenge_1',
  connection_ids: ['conn_1'],
  sso_connection_ids: [],
  auth_methods: { password: false, magic_auth: true },
  organizations: [{ id: 'org_1', name: 'Orchard' }],
  authentication_factors: [{ id: 'auth_factor_1', type: 'totp' }],
}

const invented = fc
  .stringMatching(/^[a-z][a-z_]{2,30}$/)
  .filter((code) => !(apiErrorCodes as readonly string[]).includes(code))

/** Every documented code, and 200 codes that do not exist. */
export const requestedCodes: readonly string[] = [
  ...apiErrorCodes,
  ...fc.sample(invented, { numRuns: 200, seed: 17 }),
]

/** The content of a page after a correct password to which the API responds with a code. */
export interface RequestedStep {
  code: string
  payload: FlowData
}

/**
 * Signs in once for each code.
 *
 * @param mode `json` as a script does, `form` as a browser without JavaScript.
 */
export async function requestedSteps(mode: DriverMode): Promise<readonly RequestedStep[]> {
  let code = ''
  const { emulator, handler } = await createFixture({}, (send) => async (input, init) => {
    const { url } = new Request(input, init)
    if (!url.endsWith('/authenticate')) return send(input, init)
    return Response.json({ code, ...STEP_DETAILS }, { status: 403 })
  })
  await using _ = emulator
  const flowOf = async (query: string, cookie = '') => {
    const request = new Request(`${appOrigin}/auth/flow?${query}`, { headers: { cookie } })
    return (await (await handler.handle(request)).json()) as FlowPayload
  }
  const start = await flowOf('kind=sign-in')
  const fields = { kind: 'sign-in', email: EMAIL, password: PASSWORD }

  async function byScript(): Promise<FlowPayload> {
    const headers = { origin: appOrigin, accept: 'application/json', 'content-type': 'application/json' }
    const body = JSON.stringify(fields)
    const request = new Request(`${appOrigin}/auth/sign-in/password`, { method: 'POST', headers, body })
    const shown = (await (await handler.handle(request)).json()) as FlowPayload
    // An error without a step leaves the page where it is.
    return shown.step ? shown : { ...start, ...shown, step: start.step }
  }

  async function byForm(): Promise<FlowPayload> {
    const headers = { origin: appOrigin, 'content-type': 'application/x-www-form-urlencoded' }
    const body = new URLSearchParams(fields).toString()
    const request = new Request(`${appOrigin}/auth/sign-in/password`, { method: 'POST', headers, body })
    const response = await handler.handle(request)
    const { pathname, search } = new URL(response.headers.get('location') ?? '', appOrigin)
    if (pathname !== '/sign-in') throw new Error(`${code} led to ${pathname}.`)
    const cookies = response.headers.getSetCookie().map((line) => line.split(';')[0])
    return flowOf(`kind=sign-in&${search.slice(1)}`, cookies.join('; '))
  }

  const shown = ({ error, ...rest }: FlowPayload): FlowData => ({
    ...rest,
    ...(error && { error: { message: error.code, ...error } }),
  })
  const steps: RequestedStep[] = []
  for (code of requestedCodes)
    steps.push({ code, payload: shown(await (mode === 'json' ? byScript() : byForm())) })
  return steps
}

/**
 * Returns the problems in the HTML of a step, such as a missing next action. Links to other flows and back do not count.
 */
export function missingIn({ code, payload }: RequestedStep, html: string): string[] {
  const step = html.replace(/<(\w+)[^>]*data-lk-part="footer"[\s\S]*?<\/\1>/g, '')
  const [first] = [...step.matchAll(/<(?:button|input)[^>]*type="submit"[^>]*>/g)]
  const isHosted = /href="[^"]*\/authorize\?[^"]*provider=authkit/.test(step)
  const missing =
    payload.step.name === 'unknown' ? !isHosted : first === undefined && !/\/authorize\?/.test(step)
  const isSilent =
    payload.step.name === 'start' && !html.includes('role="alert"') && payload.error === undefined
  return [
    ...(payload.step.name === 'complete' ? [`${code}: signed in`] : []),
    ...(missing ? [`${code}: no next action in ${payload.step.name}`] : []),
    ...(isSilent ? [`${code}: the first step again, without a word`] : []),
  ]
}

/** Keeps one of each set of steps that differ only in their code. */
export function distinctSteps(steps: readonly RequestedStep[]): readonly RequestedStep[] {
  const look = ({ payload: { step, error, values } }: RequestedStep) =>
    JSON.stringify({ step: { ...step, code: undefined }, error, values })
  return [...new Map(steps.map((step) => [look(step), step])).values()]
}

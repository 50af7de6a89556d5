import { DEFAULT_OFFER, type FlowAction, type FlowInput } from '../../src/flow/index.ts'
import { advance } from '../../src/handler/flow/advance-flow.ts'
import type { AdvanceContext } from '../../src/handler/flow/flow-context.ts'
import type { PendingFlow } from '../../src/handler/services/pending-flow.ts'
import { type ApiResponse, scriptedApi } from './scripted-api.ts'

export const EMAIL = 'nadia@orchard.example'
export const PASSWORD = 'lantern-quartz-meadow-42'
export const AUTHENTICATE = 'POST /user_management/authenticate'

/** A flow at a step. */
export const flowAt = (step: PendingFlow['step'], more: Partial<PendingFlow> = {}): PendingFlow => ({
  id: 'flow_1',
  kind: 'sign-in',
  step,
  startedAt: 1_750_000_000_000,
  returnTo: '/reports',
  ...more,
})

/** A flow's server half with an API that responds like this. */
export function flowWith(
  responses: Record<string, ApiResponse | readonly ApiResponse[]>,
  more: Partial<AdvanceContext> = {},
) {
  const api = scriptedApi(responses)
  const guesses: [string, string][] = []
  const emails: object[] = []
  const later: { path: string; work: Promise<unknown> }[] = []
  const context: AdvanceContext = {
    client: api.client,
    offer: DEFAULT_OFFER,
    signUpFields: {},
    beforeSignUp: undefined,
    sendEmail: (email) => emails.push(email),
    resetPasswordUrl: 'https://app.example.com/reset-password?lang=de',
    attempts: {
      guess: (kind, subject, evaluate) => {
        guesses.push([kind, subject])
        return evaluate()
      },
      message: (kind, subject, send) => {
        guesses.push([kind, subject])
        return send()
      },
    },
    afterward: (path, work) => later.push({ path, work: work() }),
    ipAddress: '203.0.113.7',
    userAgent: 'Browser/1',
    ...more,
  }
  const act = async (flow: PendingFlow, action: FlowAction, input: FlowInput = {}) => {
    const advanced = await advance(flow, action, input, context)
    await Promise.allSettled(later.map(({ work }) => work))
    return advanced
  }
  return { ...api, act, guesses, emails, context, laterPaths: () => later.map(({ path }) => path) }
}

/** What the API receives of the browser. */
export const DEVICE = { ip_address: '203.0.113.7', user_agent: 'Browser/1' }
/** A refusal of the API. */
export const refusal = (code: string, more: object = {}, status = 403): ApiResponse => ({
  status,
  body: { code, message: 'No.', ...more },
})

/** What follows a correct password to which the API responds like this. */
export const afterPassword = (
  response: ApiResponse,
  more: Parameters<typeof flowWith>[1] = {},
  others = {},
) =>
  flowWith({ [AUTHENTICATE]: response, ...others }, more).act(flowAt('start'), 'password', {
    email: EMAIL,
    password: PASSWORD,
  })

export const pending = { pending_authentication_token: 'pending_1' }

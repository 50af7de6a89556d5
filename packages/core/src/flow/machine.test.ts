import { describe, expect, it } from 'vitest'
import { FLOW_ACTIONS, type FlowAction, missingInput } from './action.ts'
import type { FlowPayload } from './flow-payload.ts'
import { type FlowState, initialFlow, transition } from './machine.ts'
import type { Step } from './step.ts'

const EMAIL = 'nadia@orchard.example'
const start: Step = { name: 'start', methods: ['code'], providers: ['GoogleOAuth'], signUp: true }
const code: Step = { name: 'code', email: EMAIL }

function payload(step: Step, more: Partial<FlowPayload> = {}): FlowPayload {
  return { kind: 'sign-in', flow: 'flow_1', step, values: {}, returnTo: '/reports', ...more }
}

function pendingAt(step: Step, action: FlowAction, input = {}): FlowState {
  return transition(initialFlow('sign-in', payload(step)), { type: 'submit', action, input })[0]
}

describe('transition', () => {
  it('sends an action that the step allows, and sends nothing else while it is in progress', () => {
    const before = initialFlow('sign-in', payload(code))
    const [pending, effect] = transition(before, {
      type: 'submit',
      action: 'code',
      input: { code: '123456' },
    })
    expect(pending).toMatchObject({ status: 'pending', action: 'code', submission: 1 })
    expect(effect).toEqual({
      type: 'send',
      submission: 1,
      action: 'code',
      input: { code: '123456' },
      flow: 'flow_1',
    })
    expect(transition(pending, { type: 'submit', action: 'code', input: { code: '123456' } })).toEqual([
      pending,
    ])
  })

  it('ignores an action that does not belong to the step', () => {
    const before = initialFlow('sign-in', payload(code))
    expect(
      transition(before, { type: 'submit', action: 'organization', input: { organizationId: 'o' } }),
    ).toEqual([before])
  })

  it('shows the missing field instead of sending the form', () => {
    const before = initialFlow('sign-in', payload(code))
    const [after, effect] = transition(before, { type: 'submit', action: 'code', input: { code: '  ' } })
    expect(effect).toBeUndefined()
    expect(after).toMatchObject({ status: 'idle', error: { code: 'code_required', field: 'code' } })
  })

  it('uses only the response to its latest submission', () => {
    const pending = pendingAt(code, 'code', { code: '123456' })
    const done = payload({ name: 'complete', returnTo: '/reports' })
    expect(transition(pending, { type: 'responded', submission: 0, payload: done })).toEqual([pending])
    expect(transition(pending, { type: 'responded', submission: 1, payload: done })[0].status).toBe(
      'complete',
    )
  })

  it('stays at the step if there is no response', () => {
    const pending = pendingAt(code, 'code', { code: '123456' })
    const [after] = transition(pending, { type: 'failed', submission: 1, error: { code: 'network' } })
    expect(after).toMatchObject({ status: 'idle', step: code, error: { code: 'network' } })
  })

  it('replaces the default step with the handler’s flow, unless the user has already acted', () => {
    const guess = initialFlow('sign-in')
    const event = { type: 'loaded', payload: payload(start) } as const
    expect(transition(guess, event)[0]).toMatchObject({ step: start, flow: 'flow_1', returnTo: '/reports' })
    const pending = pendingAt(start, 'send-code', { email: EMAIL })
    expect(transition(pending, event)).toEqual([pending])
  })

  it('starts over with the app’s sign-in methods, and ignores the pending response', () => {
    const pending = pendingAt(start, 'send-code', { email: EMAIL })
    const [restarted] = transition(pending, { type: 'restart' })
    expect(restarted).toMatchObject({ status: 'idle', step: start, returnTo: '/reports' })
    expect(restarted.flow).toBeUndefined()
    expect(transition(restarted, { type: 'responded', submission: 1, payload: payload(code) })).toEqual([
      restarted,
    ])
  })

  it('shows the refusal of an invitation’s first form at the invitation step', () => {
    const invitation: Step = { name: 'invitation', email: EMAIL, state: 'pending' }
    const pending = pendingAt(invitation, 'sign-up', { email: EMAIL, password: 'short' })
    const refused = payload(start, { error: { code: 'password_strength_error' } })
    expect(transition(pending, { type: 'responded', submission: 1, payload: refused })[0].step).toEqual(
      invitation,
    )
    expect(
      transition(pending, { type: 'responded', submission: 1, payload: payload(start) })[0].step,
    ).toEqual(start)
  })
})

describe('missingInput', () => {
  it('requires every field except names and tokens', () => {
    for (const action of Object.keys(FLOW_ACTIONS) as FlowAction[]) {
      const needed = FLOW_ACTIONS[action].fields.filter(
        (field) => !['firstName', 'lastName', 'token', 'factorId'].includes(field),
      )
      expect([action, missingInput(action, {})?.field]).toEqual([action, needed[0]])
      const full = Object.fromEntries(FLOW_ACTIONS[action].fields.map((field) => [field, 'x']))
      expect(missingInput(action, full)).toBeUndefined()
    }
  })
})

describe('a flow before and between submissions', () => {
  it('starts with a guess that the state of the server replaces', () => {
    expect(initialFlow('sign-up')).toMatchObject({
      step: { name: 'start', signUp: true },
      status: 'idle',
      values: {},
      returnTo: '/',
      submission: 0,
    })
    const values = { email: EMAIL }
    expect(initialFlow('sign-in', payload(code, { values }))).toMatchObject({ values, returnTo: '/reports' })
    expect(initialFlow('sign-in', payload({ name: 'complete', returnTo: '/' })).status).toBe('complete')
  })

  it('keeps the methods of its first step for starting over', () => {
    const own = { methods: ['code'], providers: [], signUp: false } as const
    expect(initialFlow('sign-in', payload(start)).offer).toEqual(start)
    expect(initialFlow('sign-in', payload(code), own).offer).toEqual(own)
    expect(initialFlow('sign-in', payload(code)).offer).toBeUndefined()
  })

  it.each(['responded', 'failed'] as const)(
    'ignores a result that arrives twice, or too late: %s',
    (type) => {
      const result = (submission: number) =>
        type === 'responded'
          ? { type, submission, payload: payload(start) }
          : { type, submission, error: { code: 'timeout' as const } }
      const pending = pendingAt(code, 'code', { code: '123456' })
      for (const submission of [0, 2]) expect(transition(pending, result(submission))).toEqual([pending])
      const [after] = transition(pending, result(1))
      expect(after.status).toBe('idle')
      expect(transition(after, result(1))).toEqual([after])
    },
  )

  it('ignores the result of an earlier submission after it has started over', () => {
    const pending = pendingAt(code, 'code', { code: '123456' })
    const [restarted] = transition(pending, { type: 'restart' })
    expect(restarted).toMatchObject({ submission: 2, returnTo: '/reports', status: 'idle' })
    const late = { type: 'responded', submission: 1, payload: payload(code) } as const
    expect(transition(restarted, late)).toEqual([restarted])
  })

  it('stays at an invitation only if its form was refused there', () => {
    const invitation: Step = { name: 'invitation', email: EMAIL, state: 'pending' }
    const error = { code: 'password_strength_error' } as const
    const respond = (from: Step, to: Step, refused: object) => {
      const [action, input] =
        from.name === 'invitation'
          ? (['sign-up', { email: EMAIL, password: 'x' }] as const)
          : (['code', { code: '123456' }] as const)
      const pending = pendingAt(from, action, input)
      return transition(pending, { type: 'responded', submission: 1, payload: payload(to, refused) })[0].step
    }
    expect(respond(invitation, start, { error })).toEqual(invitation)
    expect(respond(invitation, start, {})).toEqual(start)
    expect(respond(invitation, code, { error })).toEqual(code)
    expect(respond(code, start, { error })).toEqual(start)
  })
})

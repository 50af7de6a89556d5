import type { Step } from '@latchkey/core'
import type { FlowData } from '@latchkey/core/server'
import { render } from 'svelte/server'
import { describe, expect, it } from 'vitest'
import AcceptInvitation from '../../src/ui/accept-invitation.svelte'
import SignUp from '../../src/ui/sign-up.svelte'

const START: Step = { name: 'start', methods: ['password'], providers: [], signUp: true }
const INVITATION: Step = { name: 'invitation', email: 'mara@orchard.example', state: 'pending' }

const flowAt = (step: Step, more: Partial<FlowData> = {}): FlowData => ({
  kind: step.name === 'invitation' ? 'invitation' : 'sign-up',
  step,
  values: {},
  returnTo: '/',
  ...more,
})

/** The markup of each input for a name. */
const namesIn = (markup: string) =>
  (markup.match(/<input[^>]*>/g) ?? []).filter((input) => /name="(first|last)Name"/.test(input))

describe.each([
  ['sign-up', SignUp, START],
  ['an invitation', AcceptInvitation, INVITATION],
] as const)('RE-7: the name fields of %s', (_, component, step) => {
  const show = (signUpNames: object | undefined, more: Partial<FlowData> = {}) =>
    render(component, { props: { flow: flowAt({ ...step, signUpNames } as Step, more) } }).body

  it('are shown and optional by default', () => {
    const names = namesIn(show(undefined))
    expect(names).toHaveLength(2)
    expect(names.join()).not.toContain('required')
  })

  it('are required or omitted as the step specifies', () => {
    const [first, ...others] = namesIn(show({ firstName: 'required', lastName: false }))
    expect(first).toMatch(/name="firstName".* required/)
    expect(first).toContain('autocomplete="given-name"')
    expect(others).toEqual([])
    const none = show({ firstName: false, lastName: false })
    expect(namesIn(none)).toEqual([])
    expect(none).not.toContain('data-lk-part="pair"')
  })

  it('show their own errors', () => {
    const error = { code: 'field_required', field: 'lastName' } as const
    const [first, last] = namesIn(show({ lastName: 'required' }, { error, values: { firstName: 'Mara' } }))
    expect(first).toContain('value="Mara"')
    expect(first).not.toContain('aria-invalid="true"')
    expect(last).toContain('aria-invalid="true"')
  })
})

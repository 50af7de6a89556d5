import type { Step } from '@latchkey/core'
import { render } from 'svelte/server'
import { expect, it } from 'vitest'
import ResetPassword from '../../src/ui/reset-password.svelte'

it.each(['forgot', 'reset'] as const)('DES-19: the step %s has a link back to sign-in', (name) => {
  const flow = { kind: 'reset-password', step: { name } as Step, values: {}, returnTo: '/reports' } as const
  expect(render(ResetPassword, { props: { flow } }).body).toMatch(/href="\/sign-in\?returnTo=%2Freports"/)
})

it('DES-19: the step after a reset link was sent has a way back', () => {
  const step: Step = { name: 'forgot-sent', email: 'mara@orchard.example' }
  const flow = { kind: 'reset-password', step, values: {}, returnTo: '/' } as const
  expect(render(ResetPassword, { props: { flow } }).body).toContain('action="?/back"')
})

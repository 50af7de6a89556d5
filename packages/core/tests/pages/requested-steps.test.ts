import { expect, it } from 'vitest'
import { flowHtml } from '../../src/server.ts'
import { missingIn, requestedSteps } from '../handler/requested-steps.ts'

const PAGES = {
  signIn: '/sign-in',
  signUp: '/sign-up',
  forgotPassword: '/forgot-password',
  resetPassword: '/reset-password',
  invitation: '/invite',
  device: '/device',
}

it.each(['json', 'form'] as const)(
  'plain HTML has a next action after every documented code and after 200 invented codes (%s)',
  async (mode) => {
    const steps = await requestedSteps(mode)
    expect(steps.length).toBeGreaterThan(250)
    const missing = steps.flatMap((step) =>
      missingIn(step, flowHtml({ basePath: '/auth', pages: PAGES }, step.payload).content),
    )
    expect(missing).toEqual([])
    // The check itself must find a problem in pages without their content.
    expect(steps.flatMap((step) => missingIn(step, '<p>Something is missing.</p>'))).toHaveLength(
      steps.length,
    )
  },
)

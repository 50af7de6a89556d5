import { render } from 'svelte/server'
import { expect, it } from 'vitest'
import { missingIn, requestedSteps } from '../../../core/tests/handler/requested-steps.ts'
import SignIn from '../../src/ui/sign-in.svelte'

it.each(['json', 'form'] as const)(
  '<SignIn> offers an action after every documented code, and after 200 unknown codes (%s)',
  async (mode) => {
    const steps = await requestedSteps(mode)
    const missing = steps.flatMap((step) =>
      missingIn(step, render(SignIn, { props: { flow: step.payload } }).body),
    )
    expect(missing).toEqual([])
  },
)

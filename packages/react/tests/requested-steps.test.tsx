import { act, cleanup, render } from '@testing-library/react'
import { renderToString } from 'react-dom/server'
import { expect, it } from 'vitest'
import { distinctSteps, missingIn, requestedSteps } from '../../core/tests/handler/requested-steps.ts'
import { createFakeAuthServer, MockAuthProvider, signedOut } from '../src/testing/index.ts'
import { SignIn } from '../src/ui/index.ts'

const server = createFakeAuthServer({ session: signedOut() })
const page = (flow: Parameters<typeof SignIn>[0]['initialFlow']) => (
  <MockAuthProvider state={signedOut()} server={server}>
    <SignIn initialFlow={flow} />
  </MockAuthProvider>
)

it('<SignIn> has a next action after every documented code and after 200 invented codes, without JavaScript', async () => {
  const steps = distinctSteps(await requestedSteps('form'))
  expect(steps.length).toBeGreaterThan(10)
  expect(steps.flatMap((step) => missingIn(step, renderToString(page(step.payload))))).toEqual([])
})

it('<SignIn> has a next action after every documented code and after 200 invented codes, with JavaScript', async () => {
  const missing: string[] = []
  for (const step of distinctSteps(await requestedSteps('json'))) {
    const view = await act(async () => render(page(step.payload)))
    missing.push(...missingIn(step, view.container.innerHTML))
    cleanup()
  }
  expect(missing).toEqual([])
})

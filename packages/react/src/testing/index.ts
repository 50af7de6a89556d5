/**
 * For tests and stories: a provider with any state, and a scripted server.
 *
 * @module @latchkey/react/testing
 */

export type { FakeAuthServer, FakeAuthServerOptions, FakeRequest, FakeRoute } from './fake-auth-server.ts'
export { createFakeAuthServer } from './fake-auth-server.ts'
export { MockAuthProvider, type MockAuthProviderProps } from './mock-auth-provider.tsx'
export { cleanup, type RenderedWithAuth, renderWithAuth } from './render-with-auth.tsx'
export { sampleStep } from './sample-step.ts'
export { signedIn, signedOut } from './session-states.ts'

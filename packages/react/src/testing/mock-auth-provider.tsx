import { type AuthClient, createAuthClient, type SessionPayload } from '@latchkey/core'
import { type ReactNode, useState } from 'react'
import { AuthProvider, type AuthProviderProps } from '../auth-provider.tsx'
import { createFakeAuthServer, type FakeAuthServer } from './fake-auth-server.ts'
import { signedIn } from './session-states.ts'

/** Props of {@link MockAuthProvider}. */
export interface MockAuthProviderProps extends Omit<AuthProviderProps, 'client' | 'initialAuth'> {
  /** The session. Default: signed in. `null` for a session that is not known yet. */
  state?: SessionPayload | null
  /** Responds to the components' requests. Default: a fake server that returns the session and little else. */
  server?: FakeAuthServer
}

/** A provider with a fixed session and no network, for tests and Storybook. */
export function MockAuthProvider({ state = signedIn(), server, ...props }: MockAuthProviderProps): ReactNode {
  const [client] = useState(() => mockClient(state, server, props))
  return <AuthProvider {...props} client={client} />
}

function mockClient(
  state: SessionPayload | null,
  server: FakeAuthServer | undefined,
  { basePath, organizationId, signInUrl, navigate }: Omit<AuthProviderProps, 'children'>,
): AuthClient {
  const fake = server ?? createFakeAuthServer({ basePath, session: state ?? undefined })
  return createAuthClient({
    basePath,
    organizationId,
    signInUrl,
    navigate: navigate ?? (() => {}),
    // Without a response, the session stays unknown.
    fetch: state === null && !server ? () => new Promise<Response>(() => {}) : fake.fetch,
    initialAuth: state,
  })
}

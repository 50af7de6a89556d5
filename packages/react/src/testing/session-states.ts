import type { SignedInPayload, SignedOutPayload } from '@latchkey/core'

/** A signed-in session. Pass only the fields that matter to the test. */
export function signedIn(overrides: Partial<Omit<SignedInPayload, 'status'>> = {}): SignedInPayload {
  return {
    status: 'signed-in',
    user: {
      id: 'user_nadia',
      email: 'nadia@orchard.example',
      emailVerified: true,
      firstName: 'Nadia',
      lastName: 'Perez',
      profilePictureUrl: null,
      createdAt: '2026-01-05T09:00:00.000Z',
    },
    sessionId: 'session_1',
    organizationId: null,
    refusedOrganizationId: null,
    role: null,
    // As in the API, `role` is one of `roles`.
    roles: overrides.role ? [overrides.role] : [],
    permissions: [],
    entitlements: [],
    featureFlags: [],
    impersonator: null,
    authenticationMethod: 'Password',
    authenticatedAt: 1_767_603_600_000,
    expiresAt: 1_767_603_900_000,
    stale: false,
    rev: 1,
    ...overrides,
  }
}

/** No user is signed in. */
export function signedOut(reason: SignedOutPayload['reason'] = 'none'): SignedOutPayload {
  return { status: 'signed-out', reason, rev: 0 }
}

import type { SessionUser } from '../../src/session/session-payload.ts'

/** A user to be signed in. */
export const user: SessionUser = {
  id: 'user_1',
  email: 'nadia@orchard.example',
  emailVerified: true,
  firstName: null,
  lastName: null,
  profilePictureUrl: null,
  createdAt: '',
}

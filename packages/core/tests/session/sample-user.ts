import type { SessionUser } from '../../src/session/session-payload.ts'

/** The user of the sessions in tests. */
export const user: SessionUser = {
  id: 'user_1',
  email: 'nadia@orchard.example',
  emailVerified: true,
  firstName: null,
  lastName: null,
  profilePictureUrl: null,
  createdAt: '',
}

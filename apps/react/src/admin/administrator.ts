import type { AuthState } from '@latchkey/core'

/** Whether the admin area is for this person. Hiding is not protecting: the server decides. */
export const isAdministrator = (auth: AuthState, organizationId: string): boolean =>
  auth.status === 'signed-in' &&
  auth.roles.includes('admin') &&
  auth.organizationId === organizationId &&
  auth.impersonator === null

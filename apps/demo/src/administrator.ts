/** The relevant fields of a signed-in user. */
interface DemoAdministrator {
  roles: readonly string[]
  organizationId: string | null
  impersonator: object | null
}

/** Whether to show the admin area. This only hides it; the server enforces access. */
export const isAdministrator = (user: DemoAdministrator, organizationId: string): boolean =>
  user.roles.includes('admin') && user.organizationId === organizationId && user.impersonator === null

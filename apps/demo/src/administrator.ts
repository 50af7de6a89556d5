/** A signed-in user, as far as it matters here. */
interface DemoAdministrator {
  roles: readonly string[]
  organizationId: string | null
  impersonator: object | null
}

/** Whether to show the admin area. Hiding is not protecting: the server decides. */
export const isAdministrator = (user: DemoAdministrator, organizationId: string): boolean =>
  user.roles.includes('admin') && user.organizationId === organizationId && user.impersonator === null

/** A signed-in user, as far as it matters here. */
interface Person {
  roles: readonly string[]
  organizationId: string | null
  impersonator: object | null
}

/** Whether to show the admin area. Hiding is not protecting: the server decides. */
export const isAdministrator = (person: Person, organizationId: string): boolean =>
  person.roles.includes('admin') && person.organizationId === organizationId && person.impersonator === null

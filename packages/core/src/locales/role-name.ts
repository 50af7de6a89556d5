/**
 * What a role is called: its name in the roles of the organization, or its slug where they are not known. Nothing without a
 * role.
 */
export const roleName = (
  slug: string | null | undefined,
  roles: readonly { slug: string; name: string }[],
): string => roles.find((role) => role.slug === slug)?.name ?? slug ?? ''

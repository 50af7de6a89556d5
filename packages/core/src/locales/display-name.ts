/** What a user is called on a page: the name, or the email address when there is none. */
export const displayName = ({
  firstName,
  lastName,
  email,
}: {
  firstName: string | null
  lastName: string | null
  email: string
}): string => [firstName, lastName].filter(Boolean).join(' ') || email

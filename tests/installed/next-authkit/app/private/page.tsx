import { withAuth } from '@workos-inc/authkit-nextjs'

export default async function Private() {
  const { user } = await withAuth({ ensureSignedIn: true })
  return <p>The secret of {user.email}</p>
}

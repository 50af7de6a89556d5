import { withAuth } from '@workos-inc/authkit-nextjs'

export const GET = async () => {
  const { user, sessionId } = await withAuth()
  return Response.json({ email: user?.email, sessionId })
}

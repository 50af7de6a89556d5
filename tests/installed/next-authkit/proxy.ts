import { authkitProxy } from '@workos-inc/authkit-nextjs'

export default authkitProxy({
  middlewareAuth: { enabled: true, unauthenticatedPaths: ['/', '/api/me'] },
})

export const config = { matcher: ['/', '/private', '/api/me'] }

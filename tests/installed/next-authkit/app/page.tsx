import { signOut, withAuth } from '@workos-inc/authkit-nextjs'

export default async function Home() {
  const { user } = await withAuth()
  if (user === null) return <a href="/sign-in">Sign in</a>
  return (
    <form
      action={async () => {
        'use server'
        await signOut()
      }}
    >
      <p>Signed in as {user.email}</p>
      <button type="submit">Sign out</button>
    </form>
  )
}

import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { authHandler } from './handler'

export default async function Home() {
  // Asking for the headers first makes the page dynamic, so a build does not run it.
  const request = { headers: await headers() }
  const { auth } = await authHandler().resolve(request)
  if (auth.status !== 'signed-in') redirect('/sign-in')
  return <p>Hello {auth.user.email}</p>
}

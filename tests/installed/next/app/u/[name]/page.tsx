import { auth } from '@latchkey/next'
import { Suspense } from 'react'

export default function ProfilePage() {
  return (
    <Suspense fallback={<p>Loading…</p>}>
      <Reader />
    </Suspense>
  )
}

async function Reader() {
  const { status } = await auth()
  return <p>The reader is {status}</p>
}

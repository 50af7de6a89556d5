import { requireUser } from '@latchkey/next'
import { Suspense } from 'react'

export default function PrivatePage() {
  return (
    <Suspense fallback={<p>Loading…</p>}>
      <Secret />
    </Suspense>
  )
}

async function Secret() {
  const { user } = await requireUser()
  return <p>The secret of {user.email}</p>
}

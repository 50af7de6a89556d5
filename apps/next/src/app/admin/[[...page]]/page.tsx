import { requireUser } from '../../../auth.ts'
import { pageOf } from '../../../page-of.tsx'

export default async function AdminPage({ params }: { params: Promise<{ page?: string[] }> }) {
  await requireUser()
  return pageOf(['/admin', ...((await params).page ?? [])].join('/'))
}

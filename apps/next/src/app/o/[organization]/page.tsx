import { AuthProvider } from '@latchkey/next/client'
import { requireUser } from '../../../auth.ts'
import { pageOf } from '../../../page-of.tsx'

export default async function OrganizationPage({ params }: { params: Promise<{ organization: string }> }) {
  await requireUser()
  const { organization } = await params
  return <AuthProvider organizationId={organization}>{pageOf(`/o/${organization}`)}</AuthProvider>
}

import { requireOrganization, requirePermission, requireRole, requireUser } from '@latchkey/sveltekit'
import { ran } from '../../../lib/ran.ts'

function check(kind: string) {
  if (kind === 'user') requireUser()
  if (kind === 'organization') requireOrganization()
  if (kind === 'permission') requirePermission('reports:read')
  if (kind === 'role') requireRole(['admin', 'owner'])
  if (kind === 'direct') requireUser({ allowImpersonation: false })
  if (kind === 'error') requireUser({ onMissing: 'error' })
  ran(kind)
}

export const load = ({ params, request }) => {
  if (request.method === 'GET') check(params.kind)
}
export const actions = { default: ({ params }) => check(params.kind) }

import { loadDevicePage } from '@latchkey/core/server'
import type { SearchParams } from '@latchkey/next'
import { requestContext } from '../../auth.ts'
import { pageOf, queryOf } from '../../page-of.tsx'

export default async function DevicePage({ searchParams }: { searchParams: SearchParams }) {
  const { handler, request } = await requestContext()
  const { data } = await loadDevicePage(handler, request)
  return pageOf('/device', { device: data.device ?? null, query: await queryOf(searchParams) })
}

import { FLOW_PAGES } from '@latchkey/demo/flows'
import type { SearchParams } from '@latchkey/next'
import { readFlow } from './auth.ts'
import { pageOf, queryOf } from './page-of.tsx'

/** A page with a form, from its first step to its last. */
export const flowPage = (path: string) =>
  async function FlowPage({ searchParams }: { searchParams: SearchParams }) {
    const flow = await readFlow(FLOW_PAGES[path] ?? 'sign-in', searchParams)
    return pageOf(path, { flow, query: await queryOf(searchParams) })
  }

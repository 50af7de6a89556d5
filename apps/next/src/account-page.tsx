import { loadAccountPage } from '@latchkey/core/server'
import { ACCOUNT_PAGES, WITHOUT_SCRIPT } from '@latchkey/demo/server'
import type { SearchParams } from '@latchkey/next'
import { redirect } from 'next/navigation'
import { requestContext, requireUser } from './auth.ts'
import { changeAccount } from './change-account.ts'
import { PlainAccount } from './client.tsx'
import { pageData, pageOf, queryOf } from './page-of.tsx'

/** An account page with components, or with plain forms for browsers without JavaScript. */
export const accountPage = (path: string) =>
  async function AccountPage({ searchParams }: { searchParams: SearchParams }) {
    await requireUser()
    const query = await queryOf(searchParams)
    if (query[WITHOUT_SCRIPT] === undefined)
      return (
        <>
          <noscript>
            <meta httpEquiv="refresh" content={`0;url=?${WITHOUT_SCRIPT}`} />
          </noscript>
          {pageOf(path)}
        </>
      )
    const { handler, request } = await requestContext()
    const loaded = await loadAccountPage(handler, request, ACCOUNT_PAGES[path] ?? [])
    if (loaded.outcome === 'signed-out') redirect('/sign-in')
    const account = {
      path,
      data: loaded.outcome === 'shown' ? loaded.data : {},
      error: loaded.outcome === 'failed' ? loaded.error : null,
      isDone: query.done !== undefined,
      result: null,
      failure: null,
    }
    return <PlainAccount data={pageData(path, { account })} change={changeAccount.bind(null, path)} />
  }

import {
  createAuthClient,
  FLOW_ACTIONS,
  FLOW_ERROR_MESSAGES,
  type FlowKind,
  listOrganizations,
  type StepName,
} from '@latchkey/core'
import type { AuthHandler } from '@latchkey/core/server'
import { cookieJar, type Driver } from '@latchkey/core/testing'
import { act, fireEvent, type RenderResult, render, waitFor, within } from '@testing-library/react'
import { type ReactNode, StrictMode } from 'react'
import { AuthProvider } from '../src/index.ts'
import {
  AcceptInvitation,
  FactorList,
  OrganizationSwitcher,
  ResetPassword,
  SessionList,
  SignIn,
  SignOutButton,
  SignUp,
} from '../src/ui/index.ts'

const PAGES: Record<FlowKind, string> = {
  'sign-in': '/sign-in',
  'sign-up': '/sign-up',
  'reset-password': '/reset-password',
  invitation: '/invite',
}

function Page({ kind }: { kind: FlowKind }): ReactNode {
  const Flow = {
    'sign-in': SignIn,
    'sign-up': SignUp,
    'reset-password': ResetPassword,
    invitation: AcceptInvitation,
  }[kind]
  return <Flow resendAfterSeconds={0} />
}

/** A user of the components of this package, with the real handler and the cookies of one browser. */
export function reactDriver(handler: AuthHandler, follow: typeof fetch): Driver {
  const jar = cookieJar()
  let view: RenderResult | undefined
  let kind: FlowKind = 'sign-in'

  const browserFetch: typeof fetch = async (input, init = {}) => {
    const headers = new Headers(init.headers)
    headers.set('origin', handler.appOrigin)
    headers.set('sec-fetch-site', 'same-origin')
    const cookies = jar.header()
    if (cookies) headers.set('cookie', cookies)
    const { method, body } = init
    const response = await handler.handle(
      new Request(new URL(String(input), handler.appOrigin), { method, body, headers }),
    )
    jar.store(response.headers.getSetCookie())
    return response
  }

  async function load(path: string, page: ReactNode): Promise<void> {
    view?.unmount()
    history.replaceState(null, '', path)
    const client = createAuthClient({ fetch: browserFetch, navigate: () => {} })
    await act(async () => {
      view = render(
        <StrictMode>
          <AuthProvider client={client}>{page}</AuthProvider>
        </StrictMode>,
      )
    })
    await quiet()
  }

  const screen = () => within((view as RenderResult).container)
  const find = <T extends HTMLElement>(selector: string): T => {
    const found = view?.container.querySelector<T>(selector)
    if (!found) throw new Error(`There is no ${selector} on the page: ${view?.container.innerHTML}`)
    return found
  }

  /** Waits until no request of the page is in progress. */
  const quiet = () =>
    waitFor(() => {
      if (view?.container.querySelector('[aria-busy=true], [data-lk-state=pending]')) throw new Error('busy')
    })

  async function click(element: HTMLElement): Promise<void> {
    await act(async () => element.click())
    await quiet()
  }

  async function read<T>(ask: (client: ReturnType<typeof createAuthClient>) => Promise<T>): Promise<T> {
    const client = createAuthClient({ fetch: browserFetch })
    try {
      return await ask(client)
    } finally {
      client.dispose()
    }
  }

  const shown = () => find('[data-lk-part=card]').dataset.lkState as StepName

  return {
    async open(next, { token, returnTo } = {}) {
      kind = next
      const query = new URLSearchParams({ ...(token && { token }), ...(returnTo && { returnTo }) })
      await load(`${PAGES[kind]}?${query}`, <Page kind={kind} />)
      await waitFor(() => {
        if (view?.container.textContent?.includes('Loading')) throw new Error('loading')
      })
    },
    async act(action, input = {}) {
      const url = handler.basePath + FLOW_ACTIONS[action].path
      const button =
        view?.container.querySelector<HTMLElement>(`button[formaction="${url}"]`) ??
        (action === 'organization'
          ? find(`button[value="${input.organizationId}"]`)
          : find(`form[action="${url}"] button[type=submit]`))
      const form = button.closest('form') as HTMLFormElement
      for (const [name, value] of Object.entries(input)) {
        const field = form.elements.namedItem(name)
        // Set without an event, so that a complete code is not submitted automatically. That has separate tests.
        if (field instanceof HTMLInputElement && !field.readOnly && field.type !== 'hidden')
          field.value = value ?? ''
      }
      await click(button)
    },
    async authorize(selector, email) {
      const target = selector === 'offered' ? 'connection=' : `provider=${selector.provider}`
      const href = find(`a[href*="${target}"]`).getAttribute('href')
      const start = await browserFetch(`${href}&email=${encodeURIComponent(email)}`)
      const consent = await follow(start.headers.get('location') ?? '', { redirect: 'manual' })
      const back = await browserFetch(consent.headers.get('location') ?? '')
      const landed = new URL(back.headers.get('location') ?? '/', handler.appOrigin)
      const done = !landed.pathname.startsWith(PAGES[kind])
      await load(
        landed.pathname + landed.search,
        done ? <p data-lk-part="card" data-lk-state="complete" /> : <Page kind={kind} />,
      )
    },
    step: async () => shown(),
    async errorCode() {
      const shown = view?.container.querySelectorAll('[data-lk-part=error], [data-lk-part=message]')
      const text = [...(shown ?? [])].map(({ textContent }) => textContent?.trim()).find(Boolean)
      if (!text) return undefined
      return Object.entries(FLOW_ERROR_MESSAGES).find(([, message]) => text.startsWith(message))?.[0]
    },
    signedInAs: () => read(async (client) => (await client.ready).user?.email),
    currentOrganization: () =>
      read(async (client) => {
        const result = await listOrganizations(client)
        return result.ok ? result.value.data.find(({ current }) => current)?.name : undefined
      }),
    async switchOrganization(name) {
      await load('/account', <OrganizationSwitcher />)
      await click(await screen().findByText(name))
    },
    async enrollTotp(code) {
      await load('/account', <FactorList />)
      await click(screen().getByRole('button', { name: 'Add authenticator app' }))
      const input = await screen().findByLabelText('Six-digit code')
      const now = await code()
      await act(async () => void fireEvent.input(input, { target: { value: now } }))
      await screen().findByText(/Added/)
    },
    async revokeOtherSessions() {
      await load('/account', <SessionList />)
      await click(await screen().findByRole('button', { name: 'Sign out all other sessions' }))
    },
    async signOut() {
      await load('/account', <SignOutButton />)
      await click(screen().getByRole('button', { name: 'Sign out' }))
    },
  }
}

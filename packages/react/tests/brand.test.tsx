import { DEFAULT_OFFER } from '@latchkey/core'
import { render, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { AuthProvider } from '../src/index.ts'
import { SignIn, SignUp } from '../src/ui/index.ts'

const initialAuth = { status: 'signed-out', reason: 'none', rev: 1 } as const
const brand = { name: 'Acme', logo: '/logo.svg', logoDark: '/dark.svg', terms: '/terms', privacy: '/privacy' }

describe('a brand', () => {
  it('shows the name and logo of the product, and links to its pages', () => {
    render(
      <AuthProvider initialAuth={initialAuth} initialConfig={DEFAULT_OFFER} brand={brand}>
        <SignIn />
        <SignUp />
      </AuthProvider>,
    )
    expect(screen.getByRole('heading', { name: 'Sign in to Acme' })).toBeDefined()
    expect(screen.getByRole('heading', { name: 'Create your Acme account' })).toBeDefined()
    expect(screen.getAllByAltText('Acme').map((image) => image.getAttribute('src'))).toContain('/logo.svg')
    expect(screen.getAllByRole('link', { name: 'Terms' })[0]?.getAttribute('href')).toBe('/terms')
    expect(screen.queryByRole('link', { name: 'Help' })).toBeNull()
  })

  it('shows the icon next to the name if there is no logo', () => {
    const { container } = render(
      <AuthProvider
        initialAuth={initialAuth}
        initialConfig={DEFAULT_OFFER}
        brand={{ name: 'Acme', icon: '/icon.png' }}
      >
        <SignIn heading="Welcome" />
      </AuthProvider>,
    )
    expect(container.querySelector('[data-lk-part="brand"]')?.textContent).toContain('Acme')
    expect(screen.getByRole('heading', { name: 'Welcome' })).toBeDefined()
  })
})

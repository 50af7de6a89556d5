import { pageFiles } from './pages.ts'

interface Group {
  label: string
  items: string[]
  collapsed?: boolean
}

const GROUPS: Group[] = [
  { label: 'Start', items: ['start/why', 'start/how-it-works', 'start/choose'] },
  {
    label: 'Guides',
    items: [
      'guides/react',
      'guides/next',
      'guides/react-router',
      'guides/tanstack-start',
      'guides/sveltekit',
      'guides/astro',
      'guides/server',
      'guides/theming',
      'guides/languages',
    ],
  },
  {
    label: 'Components',
    items: [
      'components',
      'components/sign-in',
      'components/sign-up',
      'components/forgot-password',
      'components/reset-password',
      'components/accept-invitation',
      'components/verify-email',
      'components/user-button',
      'components/user-profile',
      'components/enroll-totp',
      'components/session-expired-dialog',
      'components/impersonation',
      'components/organization-switcher',
      'components/organization-members',
      'components/oauth-buttons',
      'components/sign-in-button',
      'components/show',
      'components/building-blocks',
    ],
  },
  { label: 'Local server', items: ['local', 'local/testing', 'local/differences'] },
  {
    label: 'Recipes',
    items: [
      'recipes',
      'recipes/own-api',
      'recipes/callers',
      'recipes/third-party-api',
      'recipes/admin-page',
      'recipes/own-email',
      'recipes/webhooks',
      'recipes/websocket',
      'recipes/graphql',
    ],
  },
  {
    label: 'Concepts',
    items: [
      'concepts/sessions',
      'concepts/cookies',
      'concepts/tokens',
      'concepts/refresh',
      'concepts/flows',
      'concepts/organizations',
    ],
  },
  {
    label: 'Deployment',
    items: ['deploy', 'deploy/vercel', 'deploy/cloudflare', 'deploy/node', 'deploy/behind-a-proxy'],
  },
  {
    label: 'Moving to Latchkey',
    items: [
      'migrate',
      'migrate/authkit',
      'migrate/clerk',
      'migrate/better-auth',
      'migrate/authjs',
      'migrate/supabase',
      'migrate/data',
    ],
  },
  {
    label: 'Help',
    items: [
      'help/troubleshooting',
      'help/faq',
      'help/compare',
      'help/support',
      'help/security',
      'help/benchmarks',
      'help/architecture',
      'help/contributing',
      'help/governance',
      'help/code-of-conduct',
    ],
  },
  {
    label: 'Reference',
    items: ['reference/options', 'reference/errors', 'reference/operations'],
  },
  {
    label: 'Packages',
    collapsed: true,
    items: [
      'packages/core',
      'packages/react',
      'packages/next',
      'packages/react-router',
      'packages/tanstack-start',
      'packages/astro',
      'packages/sveltekit',
      'packages/node',
    ],
  },
]

/** Pages that are not in any group: the start page, and the page for unknown URLs. */
export const UNLISTED = ['', '404']

/** The groups, with the pages that exist. */
export function sidebar(): Group[] {
  const slugs = new Set(pageFiles().values())
  return GROUPS.map((group) => ({ ...group, items: group.items.filter((slug) => slugs.has(slug)) })).filter(
    ({ items }) => items.length > 0,
  )
}

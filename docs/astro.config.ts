import starlight from '@astrojs/starlight'
import { defineConfig, passthroughImageService } from 'astro/config'
import starlightTypeDoc, { typeDocSidebarGroup } from 'starlight-typedoc'
import { finish } from './src/site/finish.ts'
import { redirects } from './src/site/pages.ts'
import { repository } from './src/site/repository.ts'
import { sidebar } from './src/site/sidebar.ts'
import { ENTRY_POINTS } from './typedoc.config.js'

// The workflow that publishes the site sets its URL. Without one, the site is built for the root of any host.
// The API reference takes the longest to build; `DOCS_API=off` leaves it out.
const { DOCS_SITE, DOCS_BASE = '/', DOCS_API } = process.env

const reference = starlightTypeDoc({
  entryPoints: ENTRY_POINTS,
  tsconfig: './tsconfig.json',
  output: 'api',
  sidebar: { label: 'API of the packages', collapsed: true },
  typeDoc: {
    readme: 'none',
    disableSources: true,
    excludeInternal: true,
    hideGenerator: true,
    outputFileStrategy: 'modules',
    parametersFormat: 'table',
    interfacePropertiesFormat: 'table',
    useCodeBlocks: true,
  },
})

// Other sites show this image with a link to a page. They accept only an absolute URL.
const picture = DOCS_SITE && new URL(`${DOCS_BASE.replace(/\/$/, '')}/social.png`, DOCS_SITE).href

export default defineConfig({
  site: DOCS_SITE,
  base: DOCS_BASE,
  outDir: 'build',
  trailingSlash: 'always',
  redirects: redirects(DOCS_BASE),
  // Screenshots already have the size at which they are shown.
  image: { service: passthroughImageService() },
  integrations: [
    starlight({
      title: 'Latchkey',
      description: 'Your own sign-in UI for WorkOS, and a WorkOS that runs on your laptop.',
      logo: { light: './src/images/logo-light.svg', dark: './src/images/logo-dark.svg', replacesTitle: true },
      favicon: '/favicon.svg',
      head:
        picture === undefined
          ? []
          : [
              { tag: 'meta', attrs: { property: 'og:image', content: picture } },
              { tag: 'meta', attrs: { name: 'twitter:card', content: 'summary_large_image' } },
            ],
      customCss: ['./src/styles/site.css'],
      social:
        repository === undefined ? [] : [{ icon: 'github', label: 'Source on GitHub', href: repository }],
      components: {
        Search: './src/components/search.astro',
        MarkdownContent: './src/components/markdown-content.astro',
        PageTitle: './src/components/page-title.astro',
      },
      sidebar: DOCS_API === 'off' ? sidebar() : [...sidebar(), typeDocSidebarGroup],
      lastUpdated: true,
      plugins: DOCS_API === 'off' ? [] : [reference],
    }),
    finish(DOCS_BASE),
  ],
})

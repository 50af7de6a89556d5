import { Converter } from 'typedoc'

const DOCUMENTS = [
  'guides/react.md',
  'guides/next.md',
  'guides/react-router.md',
  'guides/tanstack-start.md',
  'guides/sveltekit.md',
  'guides/server.md',
  'local/testing.md',
  'deploy/index.md',
  'migrate/index.md',
  '../packages/core/README.md',
  '../packages/react/README.md',
  '../packages/sveltekit/README.md',
  '../packages/next/README.md',
  '../packages/node/README.md',
  '../packages/emulator/README.md',
  '../packages/emulator/SUPPORTED.md',
  '../packages/benchmarks/README.md',
  '../ARCHITECTURE.md',
  '../SECURITY.md',
  '../CONTRIBUTING.md',
]

const ENTRIES = {
  core: [
    'index',
    'server',
    'node',
    'default',
    'testing',
    'text',
    'provider-icons',
    'coordinator/postgres',
    'coordinator/redis',
  ],
  react: ['index', 'ui/index', 'server/index', 'testing/index'],
  sveltekit: ['index', 'client', 'forms', 'ui/index', 'testing'],
  next: ['index', 'client', 'proxy', 'route'],
  node: ['index', 'express', 'fastify', 'hono'],
  emulator: ['index', 'testing/vitest', 'testing/playwright'],
}

/** Documents are called by their headings, so that they need no front matter that npm and GitHub would show. */
function namedByHeading(app) {
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_context, document) => {
    const text = document.content.map((part) => part.text).join('')
    const [heading] = text.match(/(?<=^# ).+/m) ?? []
    if (heading !== undefined) document.name = heading.replace('@latchkey/', 'Package ')
  })
}

/** @type {Partial<import('typedoc').TypeDocOptions>} */
export default {
  name: 'Latchkey',
  tsconfig: 'tsconfig.json',
  plugin: [namedByHeading],
  entryPoints: Object.entries(ENTRIES).flatMap(([name, entries]) =>
    entries.map((entry) => `../packages/${name}/src/${entry}.{ts,tsx}`),
  ),
  readme: 'index.md',
  projectDocuments: DOCUMENTS,
  sort: ['documents-first', 'kind', 'alphabetical-ignoring-documents'],
  categorizeByGroup: false,
  customCss: 'site.css',
  searchInComments: true,
  searchInDocuments: true,
  disableSources: true,
  hideGenerator: true,
  highlightLanguages: ['bash', 'css', 'html', 'json', 'jsonc', 'sh', 'svelte', 'ts', 'tsx', 'yaml'],
  includeVersion: false,
  treatWarningsAsErrors: true,
  excludeInternal: true,
  validation: { invalidLink: true, invalidPath: true, notExported: true },
  out: 'build',
}

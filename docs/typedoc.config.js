const ENTRIES = {
  core: [
    'index',
    'api',
    'server',
    'node',
    'default',
    'testing',
    'text',
    'brand',
    'provider-icons',
    'coordinator/postgres',
    'coordinator/redis',
  ],
  react: ['index', 'ui/index', 'server/index', 'testing/index'],
  sveltekit: ['index', 'client', 'forms', 'ui/index', 'testing'],
  next: ['index', 'client', 'pages', 'proxy', 'route'],
  'react-router': ['index', 'pages', 'route', 'routes', 'server', 'vite'],
  'tanstack-start': ['index', 'server'],
  astro: ['index', 'react', 'route', 'server'],
  node: ['index', 'express', 'fastify', 'hono'],
  emulator: ['index', 'testing/vitest', 'testing/playwright'],
}

export const ENTRY_POINTS = Object.entries(ENTRIES).flatMap(([name, entries]) =>
  entries.map((entry) => `../packages/${name}/src/${entry}.{ts,tsx}`),
)

/** @type {Partial<import('typedoc').TypeDocOptions>} */
export default {
  name: 'Latchkey',
  tsconfig: 'tsconfig.json',
  entryPoints: ENTRY_POINTS,
  readme: 'none',
  treatWarningsAsErrors: true,
  // `npm test -- types` checks each package separately. In one program, SvelteKit and Astro would both declare
  // `App.Locals`.
  skipErrorChecking: true,
  excludeInternal: true,
  // Links to sources need a remote, which not every checkout has.
  disableSources: true,
  validation: { invalidLink: true, invalidPath: true, notExported: true },
}

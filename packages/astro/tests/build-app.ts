import { fileURLToPath, pathToFileURL } from 'node:url'
import { type AstroIntegration, build } from 'astro'
import { memoryCache } from 'astro/config'
import latchkey from '../src/index.ts'

const fromHere = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Handles a request as a server of the built app would. */
export type Respond = (request: Request) => Promise<Response>

/** An adapter without a server, because the tests pass requests directly. */
const adapter: AstroIntegration = {
  name: 'tests',
  hooks: {
    'astro:config:done': ({ setAdapter }) =>
      setAdapter({
        name: 'tests',
        entrypointResolution: 'auto',
        serverEntrypoint: new URL('app/server.js', import.meta.url),
        supportedAstroFeatures: { serverOutput: 'stable', staticOutput: 'stable', hybridOutput: 'stable' },
      }),
  },
}

/** The integration, with the source of its route. */
function integration(): AstroIntegration {
  const { name, hooks } = latchkey({ middleware: false })
  const setUp = hooks['astro:config:setup']
  return {
    name,
    hooks: {
      ...hooks,
      'astro:config:setup': (context) =>
        setUp?.({
          ...context,
          injectRoute: (route) => context.injectRoute({ ...route, entrypoint: fromHere('../src/route.ts') }),
        }),
    },
  }
}

/** Builds the app next to this file as `astro build` does, with the sources of the packages. */
export async function buildApp(name: string, base = '/'): Promise<{ respond: Respond; outDir: string }> {
  const outDir = fromHere(`../node_modules/.built/${name}`)
  const source = (entry: string) => fromHere(`../../core/src/${entry}.ts`)
  // The command `astro build` sets the same value.
  process.env.NODE_ENV = 'production'
  delete process.env.DEV
  await build({
    root: fromHere('app'),
    outDir,
    cacheDir: `${outDir}-cache`,
    configFile: false,
    output: 'server',
    base,
    adapter,
    integrations: [integration()],
    cache: { provider: memoryCache() },
    logLevel: 'error',
    vite: {
      resolve: {
        alias: [
          { find: /^@latchkey\/astro\/(server|route)$/, replacement: fromHere('../src/$1.ts') },
          { find: /^@latchkey\/core$/, replacement: source('index') },
          { find: /^@latchkey\/core\/server$/, replacement: source('server') },
          { find: /^@latchkey\/react\/server$/, replacement: fromHere('../../react/src/server/index.ts') },
        ],
      },
    },
  } as Parameters<typeof build>[0])
  const { respond } = await import(pathToFileURL(`${outDir}/server/entry.mjs`).href)
  return { respond, outDir }
}

/** The demo sites: where they are, their usual port, and the arguments with which Node starts the built site. */
export const SITES = [
  {
    name: 'react',
    title: 'React demo',
    port: 4300,
    cwd: 'apps/react',
    args: ['server/main.ts'],
    development: () => ['server/main.ts', '--dev'],
  },
  {
    name: 'sveltekit',
    title: 'SvelteKit demo',
    port: 4301,
    cwd: 'apps/sveltekit',
    args: ['build/index.js'],
    development: (port) => [
      'node_modules/vite/bin/vite.js',
      'dev',
      '--port',
      String(port),
      '--strictPort',
      '--host',
      '127.0.0.1',
    ],
  },
  {
    name: 'plain',
    title: 'Plain HTML demo',
    port: 4302,
    cwd: 'apps/plain',
    args: ['server/main.ts'],
    development: () => ['--watch', 'server/main.ts'],
  },
  {
    name: 'next',
    title: 'Next demo',
    port: 4303,
    cwd: 'apps/next',
    args: ['node_modules/next/dist/bin/next', 'start', '--hostname', '127.0.0.1'],
    development: () => ['node_modules/next/dist/bin/next', 'dev', '--hostname', '127.0.0.1'],
    // The build takes longer than all others together, so the site is built only if it is named on the command line.
    build: ['node_modules/next/dist/bin/next', 'build'],
  },
]

/** The environment of a site at this origin. */
export const siteEnvironment = (origin) => ({
  PORT: new URL(origin).port,
  HOST: '127.0.0.1',
  LATCHKEY_APP_ORIGIN: origin,
})

/** The secret of the cookies of sites that use the local server. */
export const DEMO_COOKIE_SECRET = 'K7vT2mQx9LrWb4ZsYp1HnC6dJf8GaEuo'

import { readFile } from 'node:fs/promises'
import { serve } from '@hono/node-server'
import { createAuthHandler, createClient } from '@latchkey/core/server'
import { followClock } from '@latchkey/demo/follow-clock'
import { DEMO_SIGN_UP } from '@latchkey/demo/sign-up'
import { readConfig } from '@latchkey/demo/site-config'
import { createSite } from './site.ts'

const config = readConfig(process.env, 4302)
const clock = config.emulatorUrl ? followClock(process.env) : { now: Date.now }
const handler = createAuthHandler({
  client: createClient(),
  appOrigin: config.appOrigin,
  cookieSecret: config.cookieSecret,
  clock,
  returnTo: '/account',
  methods: ['password', 'code', 'sso'],
  providers: ['GoogleOAuth', 'MicrosoftOAuth', 'GitHubOAuth'],
  ...DEMO_SIGN_UP,
})
const look = await readFile(new URL(import.meta.resolve('@latchkey/demo/site.css')), 'utf8')
const parts = await readFile(new URL(import.meta.resolve('@latchkey/core/styles.css')), 'utf8')
const own = await readFile(new URL('plain.css', import.meta.url), 'utf8')

const site = createSite({ handler, clock, emulatorUrl: config.emulatorUrl, styles: look + parts + own })
const server = serve({ fetch: site.fetch, port: config.port, hostname: '127.0.0.1' }, ({ port }) => {
  process.stdout.write(`Plain demo on http://localhost:${port}\n`)
})
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => server.close(() => handler.settled().then(() => process.exit(0))))

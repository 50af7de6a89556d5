import type { Context } from 'hono'
import { accepts } from 'hono/accepts'
import type { EnvironmentCredentials } from '../../engine/context/engine-context.ts'
import type { App } from '../../engine/web/http/app.ts'
import { page, seeOther } from '../../engine/web/pages/layout.ts'
import { formFields } from '../../engine/web/pages/same-origin.ts'
import type { EmulatorEnvironment } from '../environment/emulator-environment.ts'
import type { Environments } from '../environment/environments.ts'
import { requestsAsHar } from '../request-log/har.ts'
import { frame } from './frame.ts'
import { LIVE_SCRIPT } from './live-script.ts'
import { runAction, type Section, type View } from './section.ts'
import { sectionsWith } from './sections.ts'

/** More environments than these share no inbox. */
const MOST_TOGETHER = 20

/**
 * The dashboard at `/_emulator/`. It asks for no key, because the server only answers on loopback and to
 * loopback host names; it changes something only by a form that was posted from its own pages.
 */
export function mountDashboard(app: App, all: Environments): void {
  const sections = sectionsWith((name) => all.add(name))

  async function look(c: Context): Promise<View | undefined> {
    const environments = await all.list()
    const wanted = c.req.query('client') ?? cookie(c)
    const chosen = environments.find(({ clientId }) => clientId === wanted) ?? environments[0]
    const env = chosen && (await all.byClientId(chosen.clientId))
    if (env === undefined) return undefined
    await env.synchronize()
    const open = environments.length > MOST_TOGETHER ? all.open() : await opened(environments)
    return { env, environments, open, query: new URL(c.req.url).searchParams }
  }

  /** While they are few, all are looked at together. */
  async function opened(environments: EnvironmentCredentials[]): Promise<EmulatorEnvironment[]> {
    const found = await Promise.all(environments.map(({ clientId }) => all.byClientId(clientId)))
    return found.filter((env) => env !== undefined)
  }

  async function show(name: string, view: View, error?: string): Promise<Response> {
    const section = sections[name] as Section
    const content = frame(sections, name, view, await section.show(view), error)
    const status = error === undefined ? 200 : 400
    const title = `${section.title} · Latchkey emulator`
    const response = page({ title, wide: true, status, script: LIVE_SCRIPT }, content)
    response.headers.append('Set-Cookie', choice(view.env))
    return response
  }

  async function visit(c: Context, name: string): Promise<Response> {
    const view = Object.hasOwn(sections, name) ? await look(c) : undefined
    if (view === undefined) return c.notFound() as Response
    if (c.req.method !== 'POST') return show(name, view)
    const fields = await formFields(c.req.raw)
    const outcome = await view.env.storage.durably(() =>
      runAction(sections[name] as Section, view, (field) => fields.get(field) ?? ''),
    )
    if (outcome.error !== undefined) return show(name, view, outcome.error)
    view.query.delete('client')
    const query = outcome.query ?? view.query.toString()
    return seeOther(`/_emulator/ui/${name}${query === '' ? '' : `?${query}`}`)
  }

  app.get('/', (c) => (prefersHtml(c) ? seeOther('/_emulator/') : c.notFound()))
  app.get('/_emulator', () => seeOther('/_emulator/'))
  app.get('/_emulator/', (c) => visit(c, 'inbox'))
  app.get('/_emulator/ui/requests.har', async (c) => {
    const view = await look(c)
    if (view === undefined) return c.notFound()
    c.header('Content-Disposition', 'attachment; filename="latchkey-requests.har"')
    return c.json(requestsAsHar(await view.env.requests.all(), view.env.config.baseUrl))
  })
  app.on(['GET', 'POST'], '/_emulator/ui/:section', (c) => visit(c, c.req.param('section')))
}

/** A browser that opens an address asks for a page; an API client for anything else. */
function prefersHtml(c: Context): boolean {
  const supports = ['application/json', 'text/html']
  return accepts(c, { header: 'Accept', supports, default: 'application/json' }) === 'text/html'
}

function choice({ clientId }: EmulatorEnvironment): string {
  return `latchkey_environment=${clientId}; Path=/_emulator; SameSite=Strict; HttpOnly`
}

function cookie(c: Context): string | undefined {
  return /(?:^|; )latchkey_environment=([\w]+)/.exec(c.req.header('cookie') ?? '')?.[1]
}

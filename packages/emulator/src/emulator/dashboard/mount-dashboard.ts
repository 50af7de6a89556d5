import type { Context } from 'hono'
import type { EnvironmentCredentials } from '../../engine/context/engine-context.ts'
import { outsideUnits } from '../../engine/storage/unit-of-work.ts'
import type { App } from '../../engine/web/http/app.ts'
import { page, seeOther } from '../../engine/web/pages/layout.ts'
import { prefersHtml, refusalPage } from '../../engine/web/pages/refusal-page.ts'
import { formFields } from '../../engine/web/pages/same-origin.ts'
import type { EmulatorEnvironment } from '../environment/emulator-environment.ts'
import type { Environments } from '../environment/environments.ts'
import { requestsAsHar } from '../request-log/har.ts'
import { emailPreview } from './email-preview.ts'
import { findings, findPage } from './find.ts'
import { colorOf, frame, isMoved } from './frame.ts'
import { requirePassword } from './password.ts'
import { SCRIPT } from './script.ts'
import { runAction, type Section, type View } from './section.ts'
import { sectionsWith } from './sections.ts'
import { createStreams } from './stream.ts'
import { DASHBOARD_STYLES } from './styles.ts'

/** The paths of the dashboard. Those of the control API are different, and require a key. */
const OWN_PATHS = ['/_emulator', '/_emulator/', '/_emulator/ui/*', '/_emulator/mail/*', '/_emulator/stream']

/** With more environments than this, the inbox is not shared. */
const MOST_TOGETHER = 20

/** The dashboard while it is served. */
export interface Dashboard {
  /** Ends the event streams of open pages, because the server is about to stop. */
  close(): void
}

/**
 * The dashboard at `/_emulator/`. It needs no key, because the server responds only on loopback and to loopback host names;
 * otherwise there is a password. Changes are accepted only from forms on its own pages.
 */
export function mountDashboard(app: App, all: Environments, password: string | undefined): Dashboard {
  const sections = sectionsWith(
    (name) => all.add(name),
    async (request) => (await outsideUnits(() => app.fetch(request))).headers.get('x-request-id'),
  )
  const streams = createStreams()

  async function look(c: Context): Promise<View | undefined> {
    const environments = await all.list()
    const selected = c.req.query('client') ?? cookie(c)
    const chosen = environments.find(({ clientId }) => clientId === selected) ?? environments[0]
    const environment = chosen && (await all.byClientId(chosen.clientId))
    if (environment === undefined) return undefined
    await environment.synchronize()
    const open = environments.length > MOST_TOGETHER ? all.open() : await opened(environments)
    return { environment, environments, open, query: new URL(c.req.url).searchParams }
  }

  /** A small number of environments is shown together. */
  async function opened(environments: EnvironmentCredentials[]): Promise<EmulatorEnvironment[]> {
    const found = await Promise.all(environments.map(({ clientId }) => all.byClientId(clientId)))
    return found.filter((environment) => environment !== undefined)
  }

  async function show(name: string, section: Section, view: View, error?: string): Promise<Response> {
    const content = frame(
      { ...sections, ...(name === 'find' && { find: section }) },
      name,
      view,
      await section.show(view),
      error,
    )
    const subject = await section.subject?.(view)
    const place = view.environments.length > 1 ? [view.environment.name, 'Latchkey'] : ['Latchkey']
    const response = page(
      {
        title: [subject, section.title, ...place].filter(Boolean).join(' · '),
        status: error === undefined ? 200 : 400,
        styles: [DASHBOARD_STYLES],
        script: SCRIPT,
        frames: true,
        markColor: colorOf(view.environment.name),
        bodyClass: isMoved(view) ? 'dash moved' : 'dash',
      },
      content,
    )
    response.headers.append('Set-Cookie', choice(view.environment))
    return response
  }

  async function visit(c: Context, name: string): Promise<Response> {
    const section = Object.hasOwn(sections, name) ? sections[name] : undefined
    const view = await look(c)
    if (view === undefined) return c.notFound() as Response
    if (section === undefined) return c.notFound() as Response
    if (c.req.method !== 'POST') return show(name, section, view)
    const fields = await formFields(c.req.raw)
    const outcome = await view.environment.storage.durably(() =>
      runAction(section, view, (field) => fields.get(field) ?? ''),
    )
    if (outcome.error !== undefined) return show(name, section, view, outcome.error)
    const back = fields.get('back') ?? ''
    if (/^\/_emulator\/ui\/[\w.]+(?:\?[^\s\\]*)?$/.test(back)) return seeOther(back)
    const query = new URLSearchParams(outcome.query)
    if (query.get('client') === view.query.get('client')) query.delete('client')
    return seeOther(`/_emulator/ui/${name}${query.size === 0 ? '' : `?${query}`}`)
  }

  const guard = password === undefined ? undefined : requirePassword(password)
  if (guard !== undefined) for (const path of OWN_PATHS) app.use(path, guard)
  app.get('/', (c) => (prefersHtml(c.req.header('accept')) ? seeOther('/_emulator/') : c.notFound()))
  app.get('/_emulator', () => seeOther('/_emulator/'))
  app.get('/_emulator/', (c) => visit(c, 'inbox'))
  app.get('/_emulator/stream', async (c) => {
    const view = await look(c)
    return view === undefined ? c.notFound() : streams.open(all.open, view.environment.storage.shared)
  })
  app.get('/_emulator/mail/:client/:id', async (c) => {
    const environment = await all.byClientId(c.req.param('client'))
    const message = (await environment?.inbox.find())?.find(({ id }) => id === c.req.param('id'))
    return message === undefined
      ? refusalPage(404, { message: 'The email was deleted.' })
      : emailPreview(message)
  })
  app.get('/_emulator/ui/requests.har', async (c) => {
    const view = await look(c)
    if (view === undefined) return c.notFound()
    c.header('Content-Disposition', 'attachment; filename="latchkey-requests.har"')
    return c.json(requestsAsHar(await view.environment.requests.all(), view.environment.config.baseUrl))
  })
  app.get('/_emulator/ui/find.json', async (c) => {
    const view = await look(c)
    return view === undefined ? c.notFound() : c.json(await findings(sections, view, c.req.query('q') ?? ''))
  })
  app.get('/_emulator/ui/find', async (c) => {
    const view = await look(c)
    if (view === undefined) return c.notFound()
    const text = c.req.query('q') ?? ''
    const found = await findings(sections, view, text)
    return show('find', { title: 'Search', show: () => findPage(text, found) }, view)
  })
  app.on(['GET', 'POST'], '/_emulator/ui/:section', (c) => visit(c, c.req.param('section')))
  return { close: streams.close }
}

function choice({ clientId }: EmulatorEnvironment): string {
  return `latchkey_environment=${clientId}; Path=/_emulator; SameSite=Strict; HttpOnly`
}

function cookie(c: Context): string | undefined {
  return /(?:^|; )latchkey_environment=([\w]+)/.exec(c.req.header('cookie') ?? '')?.[1]
}

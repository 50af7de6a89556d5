import type { Context } from 'hono'
import { isoTime } from '../clock.ts'
import type { EnvironmentState } from '../environment/state.ts'
import { type Html, html } from '../pages/html.ts'
import { page, seeOther } from '../pages/layout.ts'
import { formFields } from '../pages/same-origin.ts'
import type { App } from '../server/app.ts'
import type { Registry } from '../server/registry.ts'
import { runAction } from './actions.ts'
import { SECTIONS } from './sections.ts'
import { WATCH_INBOX } from './watch-inbox.ts'

/**
 * The dashboard at `/_emulator/`. It asks for no key, because the server only answers on loopback and to
 * loopback host names; it changes something only by a form that was posted from its own pages.
 */
export function mountDashboard(app: App, registry: Registry): void {
  const choose = (c: Context) =>
    registry.byClientId(c.req.query('client') ?? cookie(c) ?? '') ?? registry.all()[0]

  const show = async (c: Context, name: string, error?: string) => {
    const env = choose(c)
    const section = Object.hasOwn(SECTIONS, name) ? SECTIONS[name] : undefined
    if (env === undefined || section === undefined) return c.notFound()
    const response = page(
      {
        title: `${name} · Latchkey emulator`,
        wide: true,
        status: error === undefined ? 200 : 400,
        ...(name === 'inbox' && { script: WATCH_INBOX }),
      },
      frame(env, registry.all(), name, error, await section(env)),
    )
    response.headers.append(
      'Set-Cookie',
      `latchkey_environment=${env.clientId}; Path=/_emulator; SameSite=Strict; HttpOnly`,
    )
    return response
  }

  app.get('/_emulator', () => seeOther('/_emulator/'))
  app.get('/_emulator/', (c) => show(c, 'inbox'))
  app.get('/_emulator/ui/:section', (c) => show(c, c.req.param('section')))
  app.post('/_emulator/ui/:section', async (c) => {
    const env = choose(c)
    const section = c.req.param('section')
    if (env === undefined) return c.notFound()
    const error = await runAction(env, section, await formFields(c.req.raw))
    return error === undefined
      ? seeOther(`/_emulator/ui/${encodeURIComponent(section)}`)
      : show(c, section, error)
  })
}

function frame(
  env: EnvironmentState,
  environments: EnvironmentState[],
  current: string,
  error: string | undefined,
  content: Html,
): Html {
  return html`<main>
<nav aria-label="Sections">${Object.keys(SECTIONS).map(
    (name) =>
      html`<a href="/_emulator/ui/${name}"${name === current && html` aria-current="page"`}>${name}</a>`,
  )}</nav>
<p class="soft">Environment <code>${env.clientId}</code>, clock ${isoTime(env.clock.now()).slice(0, 19).replace('T', ' ')}${env.clock.frozen && ' (stopped)'}</p>
${error !== undefined && html`<p class="error" role="alert">${error}</p>`}
${content}
${
  environments.length > 1 &&
  html`<details><summary>${environments.length} environments</summary><ul>${environments
    .slice(0, 100)
    .map(({ clientId }) => html`<li><a href="?client=${clientId}">${clientId}</a></li>`)}</ul></details>`
}
</main>`
}

function cookie(c: Context): string | undefined {
  return /(?:^|; )latchkey_environment=([\w]+)/.exec(c.req.header('cookie') ?? '')?.[1]
}

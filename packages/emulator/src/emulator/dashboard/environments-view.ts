import { html } from '../../engine/base/html.ts'
import type { EnvironmentCredentials } from '../../engine/context/engine-context.ts'
import { environmentVariables } from '../environment/environment.ts'
import { copyable, copyButton, plain, table } from './parts.ts'
import type { Section } from './section.ts'

export type CreateEnvironment = (name: string) => Promise<EnvironmentCredentials>

export function environmentsSection(create: CreateEnvironment): Section {
  return {
    title: 'Environments',
    show({ environment: { config }, environments }) {
      return html`<h1>Environments</h1>
<p class="soft">Each environment has its own users, settings, clock and faults, and is identified by its API key.</p>
${table(
  ['Name', { label: 'Client ID', wide: true }, { label: 'API key', wide: true }, ''],
  environments.map((environment) => ({
    key: environment.clientId,
    cells: [
      html`<a href="/_emulator/ui/users?client=${environment.clientId}" data-row>${environment.name}</a>`,
      plain(environment.clientId),
      copyable(environment.apiKey),
      copyButton(dotenv(environment, config.baseUrl), 'Copy .env'),
    ],
  })),
  'None.',
)}
<form method="post" class="fields">
<label>Name <input name="name" required maxlength="64" autocomplete="off"></label>
<button name="action" value="create">Create environment</button></form>`
    },
    notices: { create: 'The environment was created.' },
    actions: {
      async create(_view, fields) {
        const { clientId } = await create(fields('name').trim())
        return `client=${clientId}`
      },
    },
  }
}

function dotenv(environment: EnvironmentCredentials, baseUrl: string): string {
  return Object.entries(environmentVariables(environment, baseUrl))
    .map(([name, value]) => `${name}=${value}`)
    .join('\n')
}

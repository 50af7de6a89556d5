import { html } from '../../engine/base/html.ts'
import { confirmButton, plain, table } from './parts.ts'
import { refuse, type Section } from './section.ts'

export const snapshotsSection: Section = {
  title: 'Snapshots',
  async show({ env }) {
    const snapshots = await env.snapshots.list()
    return html`<h1>Snapshots</h1>
<p class="soft">Keep everything this environment holds, try something, and go back. The inbox and the clock go on.</p>
${table(
  ['Name', { label: 'kB', end: true }, ''],
  snapshots.map(({ name, bytes }) => ({
    key: name,
    cells: [
      plain(name),
      plain(Math.ceil(bytes / 1024)),
      confirmButton(
        'restore',
        'Go back to it',
        `What was done since ${name} is lost. Keep a snapshot of it first if you need it.`,
        { name },
      ),
    ],
  })),
  'None yet.',
)}
<form method="post" class="fields">
<label>Name <input name="name" required pattern="[A-Za-z0-9_\\-]{1,64}" placeholder="before-the-demo" autocomplete="off"></label>
<button name="action" value="save">Keep a snapshot</button></form>
<h2>Start over</h2>
<p class="soft">Forgets all users, organizations, settings and emails of this environment.</p>
${confirmButton('reset', 'Forget everything', `All users, organizations, settings and emails of the environment ${env.name} are deleted.`)}`
  },
  notices: {
    save: 'The snapshot is kept.',
    restore: 'The environment is as it was then.',
    reset: 'Everything is forgotten.',
  },
  actions: {
    async save({ env }, fields) {
      const name = fields('name').trim()
      if (!/^[\w-]{1,64}$/.test(name)) refuse('A name has letters, digits, - and _ only.')
      await env.snapshots.save(name)
    },
    restore: ({ env }, fields) => env.snapshots.restore(fields('name')),
    reset: ({ env }) => env.reset(),
  },
}

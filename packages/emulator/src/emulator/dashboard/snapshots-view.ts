import { html } from '../../engine/base/html.ts'
import { confirmButton, plain, table } from './parts.ts'
import { refuse, type Section } from './section.ts'

export const snapshotsSection: Section = {
  title: 'Snapshots',
  async show({ environment }) {
    const snapshots = await environment.snapshots.list()
    return html`<h1>Snapshots</h1>
<p class="soft">Save everything in this environment, so that you can restore it later. The inbox and the clock are not restored.</p>
${table(
  ['Name', { label: 'kB', end: true }, ''],
  snapshots.map(({ name, bytes }) => ({
    key: name,
    cells: [
      plain(name),
      plain(Math.ceil(bytes / 1024)),
      confirmButton(
        'restore',
        'Restore',
        `Changes since ${name} are lost. If you need them, take a snapshot first.`,
        { name },
      ),
    ],
  })),
  'None yet.',
)}
<form method="post" class="fields">
<label>Name <input name="name" required pattern="[A-Za-z0-9_\\-]{1,64}" placeholder="before-the-demo" autocomplete="off"></label>
<button name="action" value="save">Take a snapshot</button></form>
<h2>Start over</h2>
<p class="soft">This deletes all users, organizations, settings and emails of this environment.</p>
${confirmButton('reset', 'Delete all data', `All users, organizations, settings and emails of the environment ${environment.name} are deleted.`)}`
  },
  notices: {
    save: 'The snapshot was taken.',
    restore: 'The snapshot was restored.',
    reset: 'All data was deleted.',
  },
  actions: {
    async save({ environment }, fields) {
      const name = fields('name').trim()
      if (!/^[\w-]{1,64}$/.test(name)) refuse('Use only letters, digits, - and _ in the name.')
      await environment.snapshots.save(name)
    },
    restore: ({ environment }, fields) => environment.snapshots.restore(fields('name')),
    reset: ({ environment }) => environment.reset(),
  },
}

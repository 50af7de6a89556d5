import { type Html, html } from '../../engine/base/html.ts'
import { parseEmail } from '../../engine/contract/email-address.ts'
import { createUser } from '../../engine/domain/accounts/create-user.ts'
import { browseUsers } from '../../engine/domain/users/list-users.ts'
import { actionButton, badge, live, mono, plain, table, time } from './parts.ts'
import { refuse, type Section, type View } from './section.ts'
import { userActions, userPage } from './user-page.ts'

const SHOWN = 50

export const usersSection: Section = {
  title: 'Users',
  async show(view) {
    const id = view.query.get('id')
    return id === null ? listPage(view) : userPage(view, id)
  },
  actions: {
    ...userActions,
    async create({ env }, fields) {
      const email = parseEmail(fields('email')) ?? refuse('This is not an email address.')
      const user = await createUser(env, {
        email,
        password: fields('password') || null,
        first_name: fields('first_name') || null,
        last_name: fields('last_name') || null,
        email_verified: fields('verified') === 'on',
      })
      return `id=${user.id}`
    },
  },
}

async function listPage({ env, query }: View): Promise<Html> {
  const wanted = query.get('email') ?? ''
  const rows = await browseUsers(env, wanted, SHOWN)
  return html`<h1>Users</h1>
<form class="inline" method="get"><label class="hide" for="find">Address begins with</label>
<input id="find" name="email" value="${wanted}" placeholder="Address begins with…" autocomplete="off"><button class="quiet small">Find</button></form>
${live(
  table(
    ['Email', 'Name', 'Last sign-in', 'Id', ''],
    rows.map((user) => [
      html`<a href="?id=${user.id}">${user.email}</a> ${user.email_verified === 1 ? badge('verified', 'good') : badge('not verified')}`,
      plain(user.name ?? ([user.first_name, user.last_name].filter(Boolean).join(' ') || null)),
      time(user.last_sign_in_at),
      mono(user.id),
      html`<div class="line">${user.email_verified === 0 && actionButton('verify', 'Verify', { id: user.id })}
${actionButton('impersonate', 'Sign in as', { id: user.id })}</div>`,
    ]),
    wanted === '' ? 'No users yet.' : 'No user has such an address.',
  ),
)}
<h2>Add a user</h2>
<form method="post" class="fields">
<label>Email <input name="email" type="email" required autocomplete="off"></label>
<label>Password <input name="password" autocomplete="off" placeholder="none"></label>
<label>First name <input name="first_name" autocomplete="off"></label>
<label>Last name <input name="last_name" autocomplete="off"></label>
<label class="check"><input type="checkbox" name="verified" checked> The address is verified</label>
<button name="action" value="create">Add user</button></form>`
}

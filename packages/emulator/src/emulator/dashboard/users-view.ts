import { type Html, html } from '../../engine/base/html.ts'
import { parseEmail } from '../../engine/contract/email-address.ts'
import { createUser } from '../../engine/domain/accounts/create-user.ts'
import { browseUsers, USER_SORTS } from '../../engine/domain/users/browse-users.ts'
import { findUser } from '../../engine/domain/users/find-user.ts'
import { nameOf } from '../../engine/domain/users/user-schema.ts'
import { pager, searchForm, windowOf } from './listing.ts'
import { actionButton, address, badge, hrefWith, plain, table, time } from './parts.ts'
import { refuse, type Section, type View } from './section.ts'
import { userActions, userPage } from './user-page.ts'

export const usersSection: Section = {
  title: 'Users',
  async show(view) {
    const id = view.query.get('id')
    return id === null ? listPage(view) : userPage(view, id)
  },
  async subject({ environment, query }) {
    return (await findUser(environment, query.get('id') ?? ''))?.email
  },
  notices: {
    create: 'The user was added.',
    save: 'Saved.',
    delete: 'The user was deleted.',
    verify: 'The email address was verified.',
    'end-sessions': 'All sessions were ended.',
    'end-session': 'The session was ended.',
    'remove-factor': 'The authenticator app was removed.',
    join: 'Added to the organization.',
    leave: 'Removed from the organization.',
  },
  actions: {
    ...userActions,
    async create({ environment }, fields) {
      const email = parseEmail(fields('email')) ?? refuse('Enter a valid email address.')
      const user = await createUser(environment, {
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

async function listPage({ environment, query }: View): Promise<Html> {
  const window = windowOf(query, '-created', USER_SORTS)
  const { rows, total } = await browseUsers(environment, window)
  return html`<div class="head"><h1>Users</h1><a class="button small" href="#add">Add a user</a></div>
${searchForm(query, 'Search: email address, name, ID')}
${table(
  [
    { label: 'Email', sort: 'email' },
    { label: 'Name', wide: true },
    { label: 'Last sign-in', sort: 'seen', wide: true },
    { label: 'Created', sort: 'created', wide: true },
    '',
  ],
  rows.map((user) => ({
    key: user.id,
    cells: [
      html`<a href="?id=${user.id}" data-row>${address(user.email)}</a> ${user.email_verified === 0 && badge('not verified', 'warn')}`,
      plain(nameOf(user)),
      time(environment, user.last_sign_in_at),
      time(environment, user.created_at),
      html`<div class="line">${user.email_verified === 0 && html`<span class="wide-only">${actionButton('verify', 'Verify', { id: user.id })}</span>`}
${actionButton('impersonate', 'Sign in as', { id: user.id })}</div>`,
    ],
  })),
  window.search === '' ? 'No users yet.' : `No user matches ${window.search}.`,
  { by: window.sort, href: (sort) => hrefWith(query, { sort, page: undefined }) },
)}
${pager(query, window, rows.length, total)}
<section class="card" id="add"><h2>Add a user</h2>
<form method="post" class="fields">
<label>Email <input name="email" type="email" required autocomplete="off"></label>
<label>Password <input name="password" autocomplete="off" placeholder="none"></label>
<label>First name <input name="first_name" autocomplete="off"></label>
<label>Last name <input name="last_name" autocomplete="off"></label>
<label class="check"><input type="checkbox" name="verified" checked> The email address is verified</label>
<button name="action" value="create">Add user</button></form></section>`
}

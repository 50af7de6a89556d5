import { type Html, html } from '../../engine/base/html.ts'
import {
  browseOrganizations,
  ORGANIZATION_SORTS,
} from '../../engine/domain/organizations/browse-organizations.ts'
import { createMembership } from '../../engine/domain/organizations/memberships.ts'
import {
  createOrganization,
  deleteOrganization,
  findOrganization,
  getOrganization,
  updateOrganization,
} from '../../engine/domain/organizations/organizations.ts'
import type { OrganizationPolicy } from '../../engine/domain/organizations/sign-in-policy.ts'
import { findUserByEmail } from '../../engine/domain/users/find-user.ts'
import { fromJson } from '../../engine/storage/json.ts'
import { roleOptions } from './choices.ts'
import { count, pager, searchForm, windowOf } from './listing.ts'
import { membershipActions, membershipsOf } from './memberships-table.ts'
import { badge, confirmButton, copyButton, hrefWith, mono, table, time } from './parts.ts'
import { type Fields, refuse, type Section, type View } from './section.ts'

export const organizationsSection: Section = {
  title: 'Organizations',
  async show(view) {
    const id = view.query.get('id')
    return id === null ? listPage(view) : organizationPage(view, id)
  },
  async subject({ environment, query }) {
    return (await findOrganization(environment, query.get('id') ?? ''))?.name
  },
  notices: {
    create: 'The organization was added.',
    save: 'Saved.',
    delete: 'The organization was deleted.',
    join: 'The member was added.',
    leave: 'The member was removed.',
    'set-role': 'The role was changed.',
    'set-status': 'The membership was changed.',
  },
  actions: {
    ...membershipActions,
    async create({ environment }, fields) {
      const { id } = await createOrganization(environment, contentOf(fields))
      return `id=${id}`
    },
    async save({ environment }, fields) {
      await updateOrganization(
        environment,
        await getOrganization(environment, fields('id')),
        contentOf(fields),
      )
    },
    async join({ environment }, fields) {
      const user = await findUserByEmail(environment, fields('email'))
      if (user === undefined) refuse('No user has this email address. Send an invitation instead.')
      await createMembership(environment, user.id, fields('id'), [fields('role') || 'member'])
    },
    async delete({ environment }, fields) {
      await deleteOrganization(environment, await getOrganization(environment, fields('id')))
      return ''
    },
  },
}

const METHODS = [
  'password',
  'magic_auth',
  'google_oauth',
  'microsoft_oauth',
  'github_oauth',
  'apple_oauth',
] as const
const METHOD_NAMES: Record<string, string> = {
  password: 'Password',
  magic_auth: 'Sign-in code',
  google_oauth: 'Google',
  microsoft_oauth: 'Microsoft',
  github_oauth: 'GitHub',
  apple_oauth: 'Apple',
}

function contentOf(fields: Fields) {
  const name = fields('name').trim()
  if (name === '') refuse('Enter a name for the organization.')
  const refused = METHODS.filter((method) => fields(`allow_${method}`) !== 'on')
  const policy: OrganizationPolicy = {
    ...(fields('sso_required') === 'on' && { sso_required: true }),
    ...(fields('mfa_required') === 'on' && { mfa_required: true }),
    ...(refused.length > 0 && { auth_methods: Object.fromEntries(refused.map((method) => [method, false])) }),
  }
  return {
    name,
    domains: fields('domains')
      .split(/[\s,]+/)
      .filter(Boolean),
    policy,
  }
}

async function listPage({ environment, query }: View): Promise<Html> {
  const window = windowOf(query, '-created', ORGANIZATION_SORTS)
  const { rows, total } = await browseOrganizations(environment, window)
  return html`<div class="head"><h1>Organizations</h1><a class="button small" href="#add">Add an organization</a></div>
${searchForm(query, 'Search: name, domain, ID')}
${table(
  [
    { label: 'Name', sort: 'name' },
    { label: 'Members', sort: 'members', end: true },
    { label: 'Sign-in', wide: true },
    { label: 'Created', sort: 'created', wide: true },
    { label: 'ID', wide: true },
  ],
  rows.map((row) => ({
    key: row.id,
    cells: [
      html`<a href="?id=${row.id}" data-row>${row.name}</a>`,
      html`${count(Number(row.members))}`,
      policyOf(row.policy),
      time(environment, row.created_at),
      mono(row.id),
    ],
  })),
  window.search === '' ? 'No organizations yet.' : `No organization matches ${window.search}.`,
  { by: window.sort, href: (sort) => hrefWith(query, { sort, page: undefined }) },
)}
${pager(query, window, rows.length, total)}
<section class="card" id="add"><h2>Add an organization</h2>${form('create', 'Add organization', '', [], {})}</section>`
}

function policyOf(stored: string): Html {
  const { sso_required, mfa_required, auth_methods = {} } = fromJson<OrganizationPolicy>(stored)
  const refused = Object.entries(auth_methods).filter(([, allowed]) => allowed === false)
  return html`${sso_required === true && badge('SSO only')} ${mfa_required === true && badge('second factor')}
${refused.map(([method]) => badge(`no ${METHOD_NAMES[method] ?? method}`))}`
}

async function organizationPage(view: View, id: string): Promise<Html> {
  const { environment } = view
  const row = await findOrganization(environment, id)
  if (row === undefined)
    return html`<h1>Organizations</h1><p>No organization has this ID. <a href="?">Show all</a></p>`
  const domains = fromJson<Array<{ domain: string }>>(row.domains).map(({ domain }) => domain)
  return html`<p class="soft"><a href="?">Organizations</a></p>
<h1>${row.name}</h1>
<p class="soft line">${mono(id)} ${copyButton(id, 'Copy ID')} ${policyOf(row.policy)}</p>
<h2>Members</h2>${await membershipsOf(view, { organizationId: id })}
<form method="post" class="fields"><input type="hidden" name="id" value="${id}">
<label>Email <input name="email" type="email" required autocomplete="off"></label>
<label>Role <select name="role">${await roleOptions(environment)}</select></label>
<button class="quiet" name="action" value="join">Add member</button></form>
<p><a href="/_emulator/ui/invitations?organization=${id}">Invite a user</a></p>
<section class="card"><h2>Edit</h2>${form('save', 'Save', row.name, domains, fromJson(row.policy), id)}</section>
${confirmButton('delete', 'Delete organization', `${row.name} is deleted, with its memberships, invitations and connections. Its users are kept.`, { id })}`
}

function form(
  action: string,
  label: string,
  name: string,
  domains: string[],
  policy: OrganizationPolicy,
  id = '',
): Html {
  const box = (field: string, text: string, isChecked: boolean) =>
    html`<label class="check"><input type="checkbox" name="${field}"${isChecked && html` checked`}> ${text}</label>`
  return html`<form method="post" class="fields"><input type="hidden" name="id" value="${id}">
<label>Name <input name="name" required value="${name}" autocomplete="off"></label>
<label>Domains <input name="domains" value="${domains.join(', ')}" placeholder="orchard.example" autocomplete="off"></label>
<fieldset><legend>Members can sign in with</legend>
${METHODS.map((method) => box(`allow_${method}`, METHOD_NAMES[method] ?? method, policy.auth_methods?.[method] !== false))}</fieldset>
<fieldset><legend>Members have to use</legend>
${box('sso_required', 'Single sign-on only', policy.sso_required === true)}
${box('mfa_required', 'A second factor', policy.mfa_required === true)}
</fieldset>
<button name="action" value="${action}">${label}</button></form>`
}

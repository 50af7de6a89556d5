import { type Html, html } from '../../engine/base/html.ts'
import { createMembership } from '../../engine/domain/organizations/memberships.ts'
import {
  createOrganization,
  deleteOrganization,
  findOrganization,
  getOrganization,
  newestOrganizations,
  updateOrganization,
} from '../../engine/domain/organizations/organizations.ts'
import type { OrganizationPolicy } from '../../engine/domain/organizations/sign-in-policy.ts'
import { findUserByEmail } from '../../engine/domain/users/find-user.ts'
import { fromJson } from '../../engine/storage/json.ts'
import type { EmulatorEnvironment } from '../environment/emulator-environment.ts'
import { roleOptions } from './choices.ts'
import { membershipActions, membershipsOf } from './memberships-table.ts'
import { actionButton, badge, copyButton, live, mono, plain, table, time } from './parts.ts'
import { type Fields, refuse, type Section, type View } from './section.ts'

const SHOWN = 100

export const organizationsSection: Section = {
  title: 'Organizations',
  async show(view) {
    const id = view.query.get('id')
    return id === null ? listPage(view.env) : organizationPage(view, id)
  },
  actions: {
    ...membershipActions,
    async create({ env }, fields) {
      const { id } = await createOrganization(env, contentOf(fields))
      return `id=${id}`
    },
    async save({ env }, fields) {
      await updateOrganization(env, await getOrganization(env, fields('id')), contentOf(fields))
    },
    async join({ env }, fields) {
      const user = await findUserByEmail(env, fields('email'))
      if (user === undefined) refuse('No user has this address. Invite them instead.')
      await createMembership(env, user.id, fields('id'), [fields('role') || 'member'])
    },
    async delete({ env }, fields) {
      await deleteOrganization(env, await getOrganization(env, fields('id')))
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

function contentOf(fields: Fields) {
  const name = fields('name').trim()
  if (name === '') refuse('An organization needs a name.')
  const refused = METHODS.filter((method) => fields(`refuse_${method}`) === 'on')
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

async function listPage(env: EmulatorEnvironment): Promise<Html> {
  const rows = await newestOrganizations(env, SHOWN)
  return html`<h1>Organizations</h1>
${live(
  table(
    ['Name', 'Members', 'Policy', 'Created', 'Id'],
    rows.map((row) => [
      html`<a href="?id=${row.id}">${row.name}</a>`,
      plain(row.members),
      policyOf(row.policy),
      time(row.created_at),
      mono(row.id),
    ]),
    'None yet.',
  ),
)}
<h2>Add an organization</h2>${form('create', 'Add organization', '', [], {})}`
}

function policyOf(stored: string): Html {
  const { sso_required, mfa_required, auth_methods = {} } = fromJson<OrganizationPolicy>(stored)
  const refused = Object.entries(auth_methods).filter(([, allowed]) => allowed === false)
  return html`${sso_required === true && badge('SSO only')} ${mfa_required === true && badge('second factor')}
${refused.map(([method]) => badge(`no ${method}`))}`
}

async function organizationPage({ env }: View, id: string): Promise<Html> {
  const row = await findOrganization(env, id)
  if (row === undefined)
    return html`<h1>Organizations</h1><p>There is no such one. <a href="?">Show all</a></p>`
  const domains = fromJson<Array<{ domain: string }>>(row.domains).map(({ domain }) => domain)
  return html`<p class="soft"><a href="?">Organizations</a></p>
<h1>${row.name}</h1>
<p class="soft line">${mono(id)} ${copyButton(id, 'Copy id')} ${policyOf(row.policy)}</p>
<h2>Members</h2>${live(await membershipsOf(env, { organizationId: id }))}
<form method="post" class="fields"><input type="hidden" name="id" value="${id}">
<label>Email <input name="email" type="email" required autocomplete="off"></label>
<label>Role <select name="role">${await roleOptions(env)}</select></label>
<button class="quiet" name="action" value="join">Add member</button></form>
<p><a href="/_emulator/ui/invitations?organization=${id}">Invite a user</a></p>
<h2>Edit</h2>${form('save', 'Save', row.name, domains, fromJson(row.policy), id)}
${actionButton('delete', 'Delete organization', { id })}`
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
<fieldset><legend>Policy</legend>
${box('sso_required', 'Only single sign-on', policy.sso_required === true)}
${box('mfa_required', 'A second factor is required', policy.mfa_required === true)}
${METHODS.map((method) => box(`refuse_${method}`, `No ${method.replace('_', ' ')}`, policy.auth_methods?.[method] === false))}
</fieldset>
<button name="action" value="${action}">${label}</button></form>`
}

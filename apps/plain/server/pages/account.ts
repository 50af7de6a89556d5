import type {
  FactorEntry,
  InvitationEntry,
  MemberEntry,
  OrganizationEntry,
  PasswordRules,
  RoleEntry,
  SessionEntry,
  SignedInPayload,
} from '@latchkey/core'
import { defaultRole, roleChoices } from '@latchkey/core'
import type { AccountData } from '@latchkey/core/server'
import { type AccountTextKey, deviceName, roleName } from '@latchkey/core/text'
import { html } from 'hono/html'
import type { Visit } from '../site.ts'
import { a, confirm, errorText, field, submit, t } from './forms.ts'
import type { Markup } from './layout.ts'

const TABS = [
  ['/account', 'Profile'],
  ['/account/security', 'Security'],
  ['/account/organizations', 'Organizations'],
  ['/account/members', 'Members'],
] as const

const READS: Record<string, readonly (keyof AccountData)[]> = {
  '/account/security': ['factors', 'sessions', 'authConfig'],
  '/account/organizations': ['organizations'],
  '/account/members': ['members', 'invitations', 'roles'],
}

/** The title of the page at this path. */
export const accountTitle = (path: string): string => TABS.find(([to]) => to === path)?.[1] ?? 'Account'

/** The data that {@link accountPage} shows at this path. */
export const accountReads = (path: string) => READS[path] ?? []

/** The area for signed-in users. Every form posts to the handler, which redirects back here. */
export function accountPage(
  { path, query }: Visit,
  session: SignedInPayload,
  data: Partial<AccountData>,
): Markup {
  const error = query.get('error')
  return html`<h1>Your account</h1>
<nav class="tabs" aria-label="Account">${TABS.map(
    ([to, title]) => html`<a href="${to}"${to === path ? html` aria-current="page"` : ''}>${title}</a>`,
  )}</nav>
${error ? html`<p class="note problem" role="alert" data-lk-error="${error}">${errorText(error)}</p>` : ''}
${query.has('done') ? html`<p class="note" role="status">Saved.</p>` : ''}
${tab(path, session, data)}`
}

function tab(path: string, session: SignedInPayload, data: Partial<AccountData>): Markup {
  const { factors, sessions, organizations, members, invitations, roles, authConfig } = data
  switch (path) {
    case '/account/security':
      return securityTab(factors?.data ?? [], sessions?.data ?? [], authConfig?.passwordRules)
    case '/account/organizations':
      return organizationsTab(organizations?.data ?? [])
    case '/account/members':
      return membersTab(session, members?.data, invitations?.data ?? [], roles?.data ?? [])
    default:
      return profileTab(session)
  }
}

const post = (action: string, returnTo: string, content: Markup, look = 'form'): Markup =>
  html`<form class="${look}" method="post" action="/auth${action}"><input type="hidden" name="returnTo" value="${returnTo}">${content}</form>`
const hidden = (name: string, value: string): Markup =>
  html`<input type="hidden" name="${name}" value="${value}">`
const input = (name: string, label: string, type: string, autocomplete: string, value = ''): Markup =>
  html`<label>${label}<input name="${name}" type="${type}" autocomplete="${autocomplete}" value="${value}"></label>`

const profileTab = ({ user, authenticationMethod, role }: SignedInPayload): Markup => html`
<section class="sheet"><h2>This session</h2>
<p>As <strong>${user.email}</strong>${authenticationMethod ? ` with ${authenticationMethod}` : ''}${role ? `, ${role}` : ''}.</p>
${post('/sign-out', '/', submit(a('signOut'), 'quiet'))}</section>
<section class="sheet"><h2>${a('profile')}</h2>${post(
  '/me',
  '/account',
  html`${input('firstName', a('firstName'), 'text', 'given-name', user.firstName ?? '')}${input('lastName', a('lastName'), 'text', 'family-name', user.lastName ?? '')}${submit(a('save'))}`,
)}</section>
<section class="sheet"><h2>${a('changeEmail')}</h2>
<p>A code goes to the new address; enter it below.</p>
${post('/me/email/send', '/account', html`${input('newEmail', a('newEmail'), 'email', 'email')}${submit(a('sendCode'), 'quiet')}`)}
${post('/me/email/confirm', '/account', html`${input('code', a('code'), 'text', 'one-time-code')}${submit(a('confirm'), 'quiet')}`)}</section>`

const securityTab = (
  factors: readonly FactorEntry[],
  sessions: readonly SessionEntry[],
  rules: PasswordRules | undefined,
): Markup => html`
<section class="sheet"><h2>${a('changePassword')}</h2>${post(
  '/me/password',
  '/account/security',
  html`${input('currentPassword', a('currentPassword'), 'password', 'current-password')}<div data-lk>${field('newPassword', t('newPassword'), { type: 'password', autocomplete: 'new-password', rules })}</div>${submit(a('save'))}`,
)}</section>
<section class="sheet"><h2>${a('mfaTitle')}</h2>
${factors.length === 0 ? html`<p>${a('noFactors')}</p>` : ''}
${factors.map(
  (factor) =>
    html`<div class="row"><span>${factor.issuer ?? factor.type}, since ${factor.createdAt.slice(0, 10)}</span>${confirm(
      a('remove'),
      factor.issuer ?? a('factor'),
      post(
        '/me/factors/delete',
        '/account/security',
        html`${hidden('factorId', factor.id)}${submit(`${a('remove')}: ${a('factor')}`, 'danger small')}`,
        '',
      ),
    )}</div>`,
)}
<form method="post" action="/account/security/enroll">${submit(a('addFactor'), 'quiet')}</form></section>
<section class="sheet"><h2>${a('sessions')}</h2>
${sessions.map(
  (
    session,
  ) => html`<div class="row"><p>${deviceName(session.userAgent) ?? a('unknownDevice')}<br><small>since ${session.createdAt.slice(0, 16).replace('T', ' ')}${session.current ? ` · ${a('thisDevice')}` : ''}</small></p>
${session.current ? '' : post('/sessions/revoke', '/account/security', html`${hidden('sessionId', session.id)}${submit(a('revoke'), 'danger small')}`, '')}</div>`,
)}
${sessions.length > 1 ? html`<p></p>${confirm(a('revokeOthers'), a('sessions'), post('/sessions/revoke-others', '/account/security', submit(a('revokeOthers'), 'danger'), ''))}` : ''}</section>`

const organizationsTab = (organizations: readonly OrganizationEntry[]): Markup => html`
<section class="sheet"><h2>Your organizations</h2>
${organizations.length === 0 ? html`<p>You belong to none yet.</p>` : ''}
${organizations.map(({ id, name, current }) =>
  current
    ? html`<p><strong>${name}</strong> · you are here</p>`
    : post(
        '/organization/switch',
        '/account/organizations',
        html`${hidden('organizationId', id)}${submit(`Switch to ${name}`, 'quiet')}`,
      ),
)}</section>`

function membersTab(
  session: SignedInPayload,
  members: readonly MemberEntry[] | undefined,
  invitations: readonly InvitationEntry[],
  roles: readonly RoleEntry[],
): Markup {
  if (session.organizationId === null) return html`<p class="note">You are not in an organization.</p>`
  if (members === undefined) return html`<p class="note">Only administrators manage the members.</p>`
  const here = '/account/members'
  return html`
<section class="sheet"><h2>${a('invitations')}</h2>${post(
    '/invitations',
    here,
    html`${input('email', a('email'), 'email', 'off')}${roleSelect(roles)}${submit(a('invite'))}`,
  )}${invitations.length === 0 ? html`<p>${a('noInvitations')}</p>` : ''}${invitations.map(
    (invitation) =>
      html`<div class="row"><p>${[invitation.email, roleName(invitation.role, roles), a(invitation.state as AccountTextKey)].filter(Boolean).join(' · ')}</p>${
        invitation.state === 'pending'
          ? confirm(
              a('remove'),
              invitation.email,
              post(
                '/invitations/revoke',
                here,
                html`${hidden('invitationId', invitation.id)}${submit(`${a('remove')}: ${invitation.email}`, 'danger small')}`,
                '',
              ),
            )
          : ''
      }</div>`,
  )}</section>
<section class="sheet"><h2>${a('members')}</h2>${members.map(
    (member) =>
      html`<div class="row"><p>${member.user.email} · ${roleName(member.role, roles)} · ${member.status}</p>${
        member.self
          ? ''
          : confirm(
              a('remove'),
              member.user.email,
              post(
                '/members/remove',
                here,
                html`${hidden('membershipId', member.id)}${submit(`${a('remove')}: ${member.user.email}`, 'danger small')}`,
                '',
              ),
            )
      }</div>`,
  )}</section>`
}

/** The roles that the user can assign, by name. */
const roleSelect = (roles: readonly RoleEntry[]): Markup => {
  const choices = roleChoices(roles)
  if (choices.length === 0) return html``
  return html`<label>${a('role')}<select name="role">${choices.map(
    (slug) =>
      html`<option value="${slug}"${slug === defaultRole(choices) ? html` selected` : ''}>${roleName(slug, roles)}</option>`,
  )}</select></label>`
}

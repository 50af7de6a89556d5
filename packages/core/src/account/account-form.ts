/** The path of each account form, below the handler's base path. A plain form posts to it. */
export const ACCOUNT_FORMS = {
  'update-profile': '/me',
  'send-email-change': '/me/email/send',
  'confirm-email-change': '/me/email/confirm',
  'change-password': '/me/password',
  'enroll-factor': '/me/factors',
  'verify-factor': '/me/factors/verify',
  'remove-factor': '/me/factors/delete',
  'revoke-session': '/sessions/revoke',
  'revoke-other-sessions': '/sessions/revoke-others',
  'delete-account': '/me/delete',
  'create-organization': '/organizations',
  'rename-organization': '/organization',
  'leave-organization': '/organization/leave',
  'delete-organization': '/organization/delete',
  'open-portal': '/organization/portal',
  'add-domain': '/organization/domains',
  'verify-domain': '/organization/domains/verify',
  'remove-domain': '/organization/domains/remove',
  'switch-organization': '/organization/switch',
  'invite-member': '/invitations',
  'resend-invitation': '/invitations/resend',
  'revoke-invitation': '/invitations/revoke',
  'update-member': '/members/update',
  'remove-member': '/members/remove',
} as const satisfies Record<string, `/${string}`>

/** An action of an account form. */
export type AccountAction = keyof typeof ACCOUNT_FORMS

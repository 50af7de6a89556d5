/** The sign-up fields of all demo sites, and which of their values the pages can read. */
export const DEMO_SIGN_UP = {
  signUpFields: {
    company: { keep: 'metadata', label: 'Company (optional)', autoComplete: 'organization' },
  },
  userFields: { metadata: ['company'] },
} as const
